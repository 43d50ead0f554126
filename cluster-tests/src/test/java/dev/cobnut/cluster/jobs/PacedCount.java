package dev.cobnut.cluster.jobs;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A word count whose map function takes its time with each line, without using a processor; in one
 * process ten times as long, as if the machine were ill.
 */
public final class PacedCount implements MapReduceJob {
  /** How much longer a line takes in the slow process. */
  public static final int SLOWNESS = 10;

  @Override
  public String name() {
    return "paced-count";
  }

  @Override
  public List<JobParameter> parameters() {
    return List.of(
        JobParameter.integer("line.ms", 0, 60_000, "how long a line takes, ms").asRequired(),
        JobParameter.integer("slow.pid", 0, Long.MAX_VALUE, "the process that is slow"));
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    boolean isSlow =
        parameters.has("slow.pid")
            && parameters.integer("slow.pid") == ProcessHandle.current().pid();
    long lineNs = parameters.integer("line.ms") * 1_000_000L * (isSlow ? SLOWNESS : 1);
    return JobPlan.read(TextInput.lines())
        .map(
            Serdes.string(),
            Serdes.int64(),
            (line, out, task) -> {
              pause(lineNs);
              line.words().forEach(word -> out.emit(word.toString(), 1L));
            })
        .combine(Aggregates.sum())
        .reduce(Aggregates.sum())
        .write(TextOutput.tabSeparated());
  }

  private static void pause(long ns) throws InterruptedException {
    long endNs = System.nanoTime() + ns;
    for (long leftNs = ns; leftNs > 0; leftNs = endNs - System.nanoTime()) {
      LockSupport.parkNanos(leftNs);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
