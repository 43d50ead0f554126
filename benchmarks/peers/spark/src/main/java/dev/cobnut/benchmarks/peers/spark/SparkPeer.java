package dev.cobnut.benchmarks.peers.spark;

import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/**
 * The jobs on Spark, in one process with two threads. Arguments: job, input, output, {@code rdd} or
 * {@code df}.
 */
public final class SparkPeer {
  static final Pattern LOCK = Pattern.compile("[a-z]+_lock_irqsave");
  static final int REDUCERS = 8;

  private SparkPeer() {}

  public static void main(String[] arguments) throws Exception {
    String job = arguments[0];
    String in = arguments[1];
    String out = arguments[2];
    SparkSession session = session();
    session.sparkContext().setLogLevel("ERROR");
    switch (arguments[3]) {
      case "rdd" -> RddJobs.run(session, job, in, out);
      case "df" -> DataFrameJobs.run(session, job, in, out);
      default -> throw new IllegalArgumentException(arguments[3] + " (expected: rdd or df)");
    }
    session.stop();
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("peer")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .config("spark.sql.shuffle.partitions", REDUCERS)
        .config("spark.sql.adaptive.coalescePartitions.enabled", "false")
        .config("spark.hadoop.fs.local.block.size", 64 << 20)
        .config("spark.sql.files.maxPartitionBytes", 68 << 20)
        .config("spark.local.dir", System.getProperty("java.io.tmpdir"))
        .getOrCreate();
  }
}
