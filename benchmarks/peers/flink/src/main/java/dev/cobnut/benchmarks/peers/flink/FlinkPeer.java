package dev.cobnut.benchmarks.peers.flink;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.operators.Order;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.util.Collector;

/**
 * The jobs on Flink, in batch mode on a local cluster with two slots. Flink doesn't combine before
 * the shuffle where jobs are of the DataStream API, so word count and grep do that themselves.
 * Arguments: job, input, output.
 */
public final class FlinkPeer {
  private static final Pattern LOCK = Pattern.compile("[a-z]+_lock_irqsave");
  private static final TypeInformation<Tuple2<String, Integer>> COUNT =
      Types.TUPLE(Types.STRING, Types.INT);
  private static final TypeInformation<Tuple2<String, String>> POSTING =
      Types.TUPLE(Types.STRING, Types.STRING);
  private static final TypeInformation<Tuple3<String, Long, Long>> TRAFFIC =
      Types.TUPLE(Types.STRING, Types.LONG, Types.LONG);

  private FlinkPeer() {}

  public static void main(String[] arguments) throws Exception {
    String job = arguments[0];
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration(job));
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    build(environment, job, arguments[1], arguments[2]);
    environment.execute(job);
    System.exit(0);
  }

  private static Configuration configuration(String job) {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, job.equals("sort") ? KeyRanges.COUNT : 2);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.parse("2g"));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.parse("512m"));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.parse("512m"));
    configuration.set(CoreOptions.TMP_DIRS, System.getProperty("java.io.tmpdir"));
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    return configuration;
  }

  private static void build(
      StreamExecutionEnvironment environment, String job, String in, String out) throws Exception {
    switch (job) {
      case "wordcount" ->
          count(lines(environment, new File(in)).flatMap(FlinkPeer::words).returns(COUNT), out);
      case "grep" ->
          count(lines(environment, new File(in)).flatMap(FlinkPeer::matches).returns(COUNT), out);
      case "index" -> index(environment, in, out);
      case "logstats" -> logStats(lines(environment, new File(in)), out);
      case "sort" -> sort(lines(environment, new File(in)), KeyRanges.of(in), out);
      default -> throw new IllegalArgumentException("job: " + job);
    }
  }

  private static DataStream<String> lines(StreamExecutionEnvironment environment, File in) {
    FileSource<String> source =
        FileSource.forRecordStreamFormat(new TextLineInputFormat(), new Path(in.toURI())).build();
    return environment.fromSource(source, WatermarkStrategy.noWatermarks(), in.getName());
  }

  private static void words(String line, Collector<Tuple2<String, Integer>> out) {
    StringTokenizer words = new StringTokenizer(line, " \t\n\r\f\u000b");
    while (words.hasMoreTokens()) {
      out.collect(Tuple2.of(words.nextToken(), 1));
    }
  }

  private static void matches(String line, Collector<Tuple2<String, Integer>> out) {
    Matcher matcher = LOCK.matcher(line);
    while (matcher.find()) {
      out.collect(Tuple2.of(matcher.group(), 1));
    }
  }

  private static void count(DataStream<Tuple2<String, Integer>> ones, String out) {
    ones.transform("combine", COUNT, new Combine())
        .keyBy(count -> count.f0, Types.STRING)
        .reduce((sum, other) -> Tuple2.of(sum.f0, sum.f1 + other.f1))
        .map(count -> count.f0 + "\t" + count.f1)
        .sinkTo(sink(out));
  }

  /** A source doesn't tell of which file a line is, so each file is a source. */
  private static void index(StreamExecutionEnvironment environment, String in, String out) {
    List<DataStream<Tuple2<String, String>>> postings = new ArrayList<>();
    for (File file : new File(in).listFiles()) {
      String name = file.getName();
      postings.add(
          lines(environment, file)
              .flatMap(
                  (String line, Collector<Tuple2<String, String>> collector) -> {
                    StringTokenizer words = new StringTokenizer(line, " \t\n\r\f\u000b");
                    while (words.hasMoreTokens()) {
                      collector.collect(Tuple2.of(words.nextToken(), name));
                    }
                  })
              .returns(POSTING)
              .transform("distinct", POSTING, new Distinct()));
    }
    DataStream<Tuple2<String, String>> first = postings.remove(0);
    for (DataStream<Tuple2<String, String>> more : postings) {
      first = first.union(more);
    }
    first
        .keyBy(posting -> posting.f0, Types.STRING)
        .reduce((files, other) -> Tuple2.of(files.f0, files.f1 + "," + other.f1))
        .map(entry -> entry.f0 + "\t" + sorted(entry.f1))
        .sinkTo(sink(out));
  }

  private static String sorted(String files) {
    return String.join(",", new TreeSet<>(List.of(files.split(","))));
  }

  private static void logStats(DataStream<String> lines, String out) {
    lines
        .map(FlinkPeer::request)
        .returns(TRAFFIC)
        .keyBy(request -> request.f0, Types.STRING)
        .reduce((sum, other) -> Tuple3.of(sum.f0, sum.f1 + other.f1, sum.f2 + other.f2))
        .map(client -> client.f0 + "\t" + client.f1 + "\t" + client.f2)
        .sinkTo(sink(out));
  }

  private static Tuple3<String, Long, Long> request(String line) {
    int bytes = line.indexOf('"', line.indexOf('"') + 1) + 6;
    return Tuple3.of(
        line.substring(0, line.indexOf(' ')),
        1L,
        Long.parseLong(line, bytes, line.indexOf(' ', bytes), 10));
  }

  private static void sort(DataStream<String> lines, KeyRanges ranges, String out) {
    lines
        .partitionCustom(ranges, (KeySelector<String, String>) line -> line)
        .map(line -> line)
        .setParallelism(KeyRanges.COUNT)
        .fullWindowPartition()
        .sortPartition((KeySelector<String, String>) line -> line, Order.ASCENDING)
        .setParallelism(KeyRanges.COUNT)
        .map(line -> line + "\r")
        .setParallelism(KeyRanges.COUNT)
        .sinkTo(sink(out))
        .setParallelism(KeyRanges.COUNT);
  }

  private static FileSink<String> sink(String out) {
    return FileSink.<String>forRowFormat(
            new Path(new File(out).toURI()),
            (line, stream) -> {
              stream.write(line.getBytes(StandardCharsets.UTF_8));
              stream.write('\n');
            })
        .withBucketAssigner(new BasePathBucketAssigner<>())
        .withOutputFileConfig(OutputFileConfig.builder().withPartPrefix("part").build())
        .build();
  }
}
