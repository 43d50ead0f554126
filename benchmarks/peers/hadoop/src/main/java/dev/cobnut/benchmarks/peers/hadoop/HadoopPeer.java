package dev.cobnut.benchmarks.peers.hadoop;

import dev.cobnut.benchmarks.peers.hadoop.Mappers.Matches;
import dev.cobnut.benchmarks.peers.hadoop.Mappers.Postings;
import dev.cobnut.benchmarks.peers.hadoop.Mappers.Records;
import dev.cobnut.benchmarks.peers.hadoop.Mappers.Requests;
import dev.cobnut.benchmarks.peers.hadoop.Mappers.Words;
import dev.cobnut.benchmarks.peers.hadoop.Reducers.Distinct;
import dev.cobnut.benchmarks.peers.hadoop.Reducers.Lines;
import dev.cobnut.benchmarks.peers.hadoop.Reducers.Traffic;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.lib.input.CombineTextInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FixedLengthInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.partition.TotalOrderPartitioner;
import org.apache.hadoop.mapreduce.lib.reduce.IntSumReducer;

/**
 * The jobs on Hadoop MapReduce, in one process with two threads for maps and two for reduces.
 * Arguments: job, input, output.
 */
public final class HadoopPeer {
  private static final int REDUCERS = 8;
  private static final int RECORD = 100;
  private static final int KEY = 10;
  private static final int SAMPLE = 2_000;
  private static final int FILES_PACKED_MIN = 1_000;
  private static final int SPLIT_PACKED = 4 << 20;

  private HadoopPeer() {}

  public static void main(String[] arguments) throws Exception {
    Job job = Job.getInstance(configuration(), arguments[0]);
    job.setJarByClass(HadoopPeer.class);
    FileInputFormat.addInputPath(job, new Path(arguments[1]));
    FileOutputFormat.setOutputPath(job, new Path(arguments[2]));
    job.setNumReduceTasks(REDUCERS);
    switch (arguments[0]) {
      case "wordcount" -> {
        aggregate(job, Words.class, IntSumReducer.class, IntWritable.class);
        packSmallFiles(job, new File(arguments[1]));
      }
      case "grep" -> aggregate(job, Matches.class, IntSumReducer.class, IntWritable.class);
      case "index" -> aggregate(job, Postings.class, Distinct.class, Text.class);
      case "logstats" -> aggregate(job, Requests.class, Traffic.class, Text.class);
      case "sort" -> sort(job, arguments[1]);
      default -> throw new IllegalArgumentException("job: " + arguments[0]);
    }
    if (!job.waitForCompletion(false)) {
      throw new IllegalStateException(job.getStatus().getFailureInfo());
    }
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set("mapreduce.framework.name", "local");
    configuration.setInt("mapreduce.local.map.tasks.maximum", 2);
    configuration.setInt("mapreduce.local.reduce.tasks.maximum", 2);
    configuration.setInt("mapreduce.task.io.sort.mb", 400);
    configuration.setInt("mapreduce.task.io.sort.factor", 100);
    configuration.setFloat("mapreduce.map.sort.spill.percent", 0.9f);
    configuration.setLong("fs.local.block.size", 64 << 20);
    // Greater than a file, so that each is one split.
    configuration.setLong("mapreduce.input.fileinputformat.split.minsize", 130 << 20);
    configuration.set("hadoop.tmp.dir", System.getProperty("java.io.tmpdir") + "/hadoop");
    configuration.setInt("mapreduce.client.progress.monitor.pollinterval", 50);
    configuration.setInt("mapreduce.client.completion.pollinterval", 50);
    return configuration;
  }

  /**
   * A task for each of thousands of files takes minutes; Hadoop has a format of its own for them.
   */
  private static void packSmallFiles(Job job, File in) {
    if (in.list().length >= FILES_PACKED_MIN) {
      job.setInputFormatClass(CombineTextInputFormat.class);
      CombineTextInputFormat.setMaxInputSplitSize(job, SPLIT_PACKED);
    }
  }

  @SuppressWarnings("rawtypes") // IntSumReducer is generic, and a class isn't
  private static void aggregate(
      Job job, Class<? extends Mapper> mapper, Class<? extends Reducer> reducer, Class<?> values) {
    job.setMapperClass(mapper);
    job.setCombinerClass(reducer);
    job.setReducerClass(reducer);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(values);
  }

  private static void sort(Job job, String in) throws IOException {
    job.setInputFormatClass(FixedLengthInputFormat.class);
    FixedLengthInputFormat.setRecordLength(job.getConfiguration(), RECORD);
    job.setMapperClass(Records.class);
    job.setMapOutputKeyClass(BytesWritable.class);
    job.setMapOutputValueClass(BytesWritable.class);
    job.setReducerClass(Lines.class);
    job.setOutputKeyClass(NullWritable.class);
    job.setOutputValueClass(Text.class);
    job.setPartitionerClass(TotalOrderPartitioner.class);
    Path cuts = new Path(System.getProperty("java.io.tmpdir"), "hadoop-cuts");
    TotalOrderPartitioner.setPartitionFile(job.getConfiguration(), cuts);
    writeCuts(job.getConfiguration(), new File(in), cuts);
  }

  /** Writes where ranges of about one size begin, by the first 2,000 keys of every file. */
  private static void writeCuts(Configuration configuration, File in, Path cuts)
      throws IOException {
    List<byte[]> keys = new ArrayList<>();
    for (File file : in.listFiles()) {
      try (InputStream stream = new FileInputStream(file)) {
        byte[] head = stream.readNBytes(RECORD * SAMPLE);
        for (int i = 0; i < head.length; i += RECORD) {
          keys.add(Arrays.copyOfRange(head, i, i + KEY));
        }
      }
    }
    keys.sort(Arrays::compareUnsigned);
    try (SequenceFile.Writer writer =
        SequenceFile.createWriter(
            configuration,
            SequenceFile.Writer.file(cuts),
            SequenceFile.Writer.keyClass(BytesWritable.class),
            SequenceFile.Writer.valueClass(NullWritable.class))) {
      for (int i = 1; i < REDUCERS; i++) {
        byte[] cut = keys.get(i * keys.size() / REDUCERS);
        writer.append(new BytesWritable(cut), NullWritable.get());
      }
    }
  }
}
