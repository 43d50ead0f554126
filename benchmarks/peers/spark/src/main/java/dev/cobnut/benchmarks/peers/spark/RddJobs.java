package dev.cobnut.benchmarks.peers.spark;

import static dev.cobnut.benchmarks.peers.spark.SparkPeer.LOCK;
import static dev.cobnut.benchmarks.peers.spark.SparkPeer.REDUCERS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.StringTokenizer;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.TextInputFormat;
import org.apache.hadoop.mapred.TextOutputFormat;
import org.apache.spark.api.java.JavaHadoopRDD;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** The jobs as RDDs. */
final class RddJobs {
  private RddJobs() {}

  static void run(SparkSession session, String job, String in, String out) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    switch (job) {
      case "wordcount" -> count(context.textFile(in).flatMap(RddJobs::words), out);
      case "grep" -> count(context.textFile(in).flatMap(RddJobs::matches), out);
      case "index" -> index(context, in, out);
      case "logstats" -> logStats(context, in, out);
      case "sort" -> sort(context, in, out);
      default -> throw new IllegalArgumentException("job: " + job);
    }
  }

  private static void count(JavaRDD<String> keys, String out) {
    keys.mapToPair(key -> new Tuple2<>(key, 1))
        .reduceByKey(Integer::sum, REDUCERS)
        .map(count -> count._1 + "\t" + count._2)
        .saveAsTextFile(out);
  }

  private static void index(JavaSparkContext context, String in, String out) {
    JavaHadoopRDD<LongWritable, Text> lines =
        (JavaHadoopRDD<LongWritable, Text>)
            context.hadoopFile(in, TextInputFormat.class, LongWritable.class, Text.class);
    lines
        .mapPartitionsWithInputSplit(
            (split, records) -> {
              String file = ((FileSplit) split).getPath().getName();
              return new Postings(records, file);
            },
            true)
        .mapToPair(posting -> posting)
        .aggregateByKey(
            new TreeSet<String>(),
            REDUCERS,
            (files, file) -> {
              files.add(file);
              return files;
            },
            (files, others) -> {
              files.addAll(others);
              return files;
            })
        .map(entry -> entry._1 + "\t" + String.join(",", entry._2))
        .saveAsTextFile(out);
  }

  private static void logStats(JavaSparkContext context, String in, String out) {
    context
        .textFile(in)
        .mapToPair(RddJobs::request)
        .reduceByKey(
            (sum, other) -> {
              sum[0] += other[0];
              sum[1] += other[1];
              return sum;
            },
            REDUCERS)
        .map(client -> client._1 + "\t" + client._2[0] + "\t" + client._2[1])
        .saveAsTextFile(out);
  }

  private static void sort(JavaSparkContext context, String in, String out) {
    JavaPairRDD<byte[], byte[]> records =
        context
            .binaryRecords(in, 100)
            .mapToPair(record -> new Tuple2<>(Arrays.copyOf(record, 10), record));
    records
        .repartitionAndSortWithinPartitions(KeyRanges.of(records, REDUCERS), new ByteOrder())
        .mapToPair(
            record -> {
              Text line = new Text();
              line.set(record._2, 0, 99);
              return new Tuple2<>(NullWritable.get(), line);
            })
        .saveAsHadoopFile(out, NullWritable.class, Text.class, TextOutputFormat.class);
  }

  private static Iterator<String> words(String line) {
    StringTokenizer words = new StringTokenizer(line, " \t\n\r\f\u000b");
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return words.hasMoreTokens();
      }

      @Override
      public String next() {
        return words.nextToken();
      }
    };
  }

  private static Iterator<String> matches(String line) {
    Matcher matcher = LOCK.matcher(line);
    if (!matcher.find()) {
      return Collections.emptyIterator();
    }
    List<String> matches = new ArrayList<>(2);
    do {
      matches.add(matcher.group());
    } while (matcher.find());
    return matches.iterator();
  }

  private static Tuple2<String, long[]> request(String line) {
    int bytes = line.indexOf('"', line.indexOf('"') + 1) + 6;
    return new Tuple2<>(
        line.substring(0, line.indexOf(' ')),
        new long[] {1, Long.parseLong(line, bytes, line.indexOf(' ', bytes), 10)});
  }

  /** The words of lines, each with the file that they are of. */
  private static final class Postings implements Iterator<Tuple2<String, String>> {
    private final Iterator<Tuple2<LongWritable, Text>> lines;
    private final String file;
    private Iterator<String> words = Collections.emptyIterator();

    Postings(Iterator<Tuple2<LongWritable, Text>> lines, String file) {
      this.lines = lines;
      this.file = file;
    }

    @Override
    public boolean hasNext() {
      while (!words.hasNext() && lines.hasNext()) {
        words = words(lines.next()._2.toString());
      }
      return words.hasNext();
    }

    @Override
    public Tuple2<String, String> next() {
      hasNext();
      return new Tuple2<>(words.next(), file);
    }
  }
}
