package dev.cobnut.benchmarks.peers.hadoop;

import java.io.IOException;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;

/** The map functions. */
final class Mappers {
  private static final String SPACES = " \t\n\r\f\u000b";
  private static final IntWritable ONE = new IntWritable(1);

  private Mappers() {}

  /** Each word, with one. */
  public static final class Words extends Mapper<LongWritable, Text, Text, IntWritable> {
    private final Text word = new Text();

    @Override
    protected void map(LongWritable position, Text line, Context context)
        throws IOException, InterruptedException {
      StringTokenizer words = new StringTokenizer(line.toString(), SPACES);
      while (words.hasMoreTokens()) {
        word.set(words.nextToken());
        context.write(word, ONE);
      }
    }
  }

  /** Each match, with one. */
  public static final class Matches extends Mapper<LongWritable, Text, Text, IntWritable> {
    private final Pattern pattern = Pattern.compile("[a-z]+_lock_irqsave");
    private final Text match = new Text();

    @Override
    protected void map(LongWritable position, Text line, Context context)
        throws IOException, InterruptedException {
      Matcher matcher = pattern.matcher(line.toString());
      while (matcher.find()) {
        match.set(matcher.group());
        context.write(match, ONE);
      }
    }
  }

  /** Each word, with its file. */
  public static final class Postings extends Mapper<LongWritable, Text, Text, Text> {
    private final Text word = new Text();
    private final Text file = new Text();

    @Override
    protected void setup(Context context) {
      file.set(((FileSplit) context.getInputSplit()).getPath().getName());
    }

    @Override
    protected void map(LongWritable position, Text line, Context context)
        throws IOException, InterruptedException {
      StringTokenizer words = new StringTokenizer(line.toString(), SPACES);
      while (words.hasMoreTokens()) {
        word.set(words.nextToken());
        context.write(word, file);
      }
    }
  }

  /** The client of each request, with one and the bytes. */
  public static final class Requests extends Mapper<LongWritable, Text, Text, Text> {
    private final Text client = new Text();
    private final Text traffic = new Text();

    @Override
    protected void map(LongWritable position, Text text, Context context)
        throws IOException, InterruptedException {
      String line = text.toString();
      int bytes = line.indexOf('"', line.indexOf('"') + 1) + 6;
      client.set(line.substring(0, line.indexOf(' ')));
      traffic.set("1\t" + line.substring(bytes, line.indexOf(' ', bytes)));
      context.write(client, traffic);
    }
  }

  /** The key of each record, with the record. */
  public static final class Records
      extends Mapper<LongWritable, BytesWritable, BytesWritable, BytesWritable> {
    private final BytesWritable key = new BytesWritable();

    @Override
    protected void map(LongWritable position, BytesWritable record, Context context)
        throws IOException, InterruptedException {
      key.set(record.getBytes(), 0, 10);
      context.write(key, record);
    }
  }
}
