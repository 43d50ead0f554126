package dev.cobnut.benchmarks.peers.spark;

import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/**
 * The jobs on Spark, in one process with two threads. Arguments: job, input, output, {@code rdd} or
 * {@code df}; where a fifth says how often, the job runs so many times, to outputs with a number
 * behind, and tells the milliseconds of each.
 */
public final class SparkPeer {
  static final Pattern LOCK = Pattern.compile("[a-z]+_lock_irqsave");
  static final int REDUCERS = 8;

  private SparkPeer() {}

  public static void main(String[] arguments) throws Exception {
    SparkSession session = session();
    session.sparkContext().setLogLevel("ERROR");
    if (arguments.length < 5) {
      run(session, arguments, arguments[2]);
    } else {
      for (int time = 0; time < Integer.parseInt(arguments[4]); time++) {
        long startNs = System.nanoTime();
        run(session, arguments, arguments[2] + "-" + time);
        System.out.println("ms " + (System.nanoTime() - startNs) / 1e6);
      }
    }
    session.stop();
  }

  private static void run(SparkSession session, String[] arguments, String out) throws Exception {
    switch (arguments[3]) {
      case "rdd" -> RddJobs.run(session, arguments[0], arguments[1], out);
      case "df" -> DataFrameJobs.run(session, arguments[0], arguments[1], out);
      default -> throw new IllegalArgumentException(arguments[3] + " (expected: rdd or df)");
    }
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
