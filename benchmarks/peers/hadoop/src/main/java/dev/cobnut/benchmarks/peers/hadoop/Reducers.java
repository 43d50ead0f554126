package dev.cobnut.benchmarks.peers.hadoop;

import java.io.IOException;
import java.util.TreeSet;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Reducer;

/** The reduce functions, which but for that of sort combine too. */
final class Reducers {
  private Reducers() {}

  /** All files of a word, each once. */
  public static final class Distinct extends Reducer<Text, Text, Text, Text> {
    private final Text joined = new Text();

    @Override
    protected void reduce(Text word, Iterable<Text> postings, Context context)
        throws IOException, InterruptedException {
      TreeSet<String> files = new TreeSet<>();
      String last = "";
      for (Text posting : postings) {
        for (String file : posting.toString().split(",")) {
          if (!file.equals(last)) {
            files.add(file);
            last = file;
          }
        }
      }
      joined.set(String.join(",", files));
      context.write(word, joined);
    }
  }

  /** All requests and bytes of a client. */
  public static final class Traffic extends Reducer<Text, Text, Text, Text> {
    private final Text sum = new Text();

    @Override
    protected void reduce(Text client, Iterable<Text> parts, Context context)
        throws IOException, InterruptedException {
      long requests = 0;
      long bytes = 0;
      for (Text part : parts) {
        String text = part.toString();
        int tab = text.indexOf('\t');
        requests += Long.parseLong(text, 0, tab, 10);
        bytes += Long.parseLong(text, tab + 1, text.length(), 10);
      }
      sum.set(requests + "\t" + bytes);
      context.write(client, sum);
    }
  }

  /** Records, whose last byte is the end of a line that the output format writes. */
  public static final class Lines
      extends Reducer<BytesWritable, BytesWritable, NullWritable, Text> {
    private final Text line = new Text();

    @Override
    protected void reduce(BytesWritable key, Iterable<BytesWritable> records, Context context)
        throws IOException, InterruptedException {
      for (BytesWritable record : records) {
        line.set(record.getBytes(), 0, 99);
        context.write(NullWritable.get(), line);
      }
    }
  }
}
