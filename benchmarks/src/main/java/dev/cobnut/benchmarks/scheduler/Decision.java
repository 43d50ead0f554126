package dev.cobnut.benchmarks.scheduler;

import dev.cobnut.core.scheduler.Limits;
import dev.cobnut.core.scheduler.Scheduler;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A decision: a map's success is taken in and the next map is ordered, on 1,000 workers of four
 * slots, while so many wait. An invocation is a batch, since each decision takes one that waits.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx2g", "-Xmn512m", "-XX:+UseSerialGC"})
@Warmup(iterations = 2, time = 10)
@Measurement(iterations = 2, time = 10)
public class Decision {
  static final int BATCH = 1_000;
  private static final int WORKERS = 1_000;
  private static final int SLOTS = 4;
  private static final int REDUCES = 500;

  /** Maps that wait when a batch ends. */
  @Param({"1000", "10000", "100000", "1000000"})
  int waiting;

  private BigJob job = BigJob.of(0, REDUCES);
  private Fleet fleet = new Fleet(new Scheduler(Limits.DEFAULT, 1));

  @Setup(Level.Trial)
  public void plan() {
    job = BigJob.of(WORKERS * SLOTS + waiting + 2 * BATCH, REDUCES);
  }

  /**
   * All slots are taken. What the building leaves to collect isn't collected in a batch, nor does a
   * batch find the memory cold.
   */
  @Setup(Level.Invocation)
  public void start() {
    fleet = new Fleet(new Scheduler(Limits.DEFAULT, 1));
    fleet.join(WORKERS, SLOTS);
    job.submitTo(fleet);
    System.gc();
    decide();
  }

  /** Gives the commands so far, so that none of it can be left out. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long decide() {
    for (int decision = 0; decision < BATCH; decision++) {
      fleet.completeMap();
    }
    return fleet.commands();
  }
}
