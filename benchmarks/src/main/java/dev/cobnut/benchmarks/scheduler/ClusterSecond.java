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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A second of a cluster of 10,000 workers that run 1,000,000 maps and 5,000 reduces: each worker is
 * heard once, four ticks go by, and as many maps end as the slots give. The score is the time that
 * one core needs for it, with the making of the events.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class ClusterSecond {
  private static final int MAPS = 1_000_000;
  private static final int REDUCES = 5_000;
  private static final int WORKERS = 10_000;
  private static final int SLOTS = 4;
  private static final int TICKS = 4;

  /** So many maps end between ticks in the half before, so that news don't pile up. */
  private static final int TICK_MAPS = 1_000;

  /** How long a map takes: the shorter, the more of them end in a second. */
  @Param({"60", "10"})
  int mapSeconds;

  private final BigJob job = BigJob.of(MAPS, REDUCES);
  private Fleet fleet = new Fleet(new Scheduler(Limits.DEFAULT, 1));

  /** Half of the maps are completed. */
  @Setup(Level.Iteration)
  public void start() {
    fleet = new Fleet(new Scheduler(Limits.DEFAULT, 1));
    job.submitTo(fleet);
    fleet.join(WORKERS, SLOTS);
    for (int map = 0; map < MAPS / 2; map++) {
      fleet.completeMap();
      if (map % TICK_MAPS == 0) {
        fleet.tick();
      }
    }
  }

  /** Gives the commands so far, so that none of it can be left out. */
  @Benchmark
  public long second() {
    int completions = WORKERS * SLOTS / mapSeconds;
    for (int tick = 0; tick < TICKS; tick++) {
      for (int worker = tick; worker < WORKERS; worker += TICKS) {
        fleet.heartbeat(worker);
      }
      for (int map = 0; map < completions / TICKS; map++) {
        if (!fleet.completeMap()) {
          throw new IllegalStateException("maps that run: 0 (expected: any)");
        }
      }
      fleet.later(1_000 / TICKS);
      fleet.tick();
    }
    return fleet.commands();
  }
}
