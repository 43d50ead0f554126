package dev.cobnut.cluster.jobs;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;

/** A line count that throws at a line that reads {@code poison}. */
public final class FailingCount implements MapReduceJob {
  @Override
  public String name() {
    return "failing-count";
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    return JobPlan.read(TextInput.strings())
        .map(
            Serdes.string(),
            Serdes.int64(),
            (line, out, task) -> {
              if (line.equals("poison")) {
                throw new IllegalStateException("a poisoned line");
              }
              out.emit(line, 1L);
            })
        .combine(Aggregates.sum())
        .reduce(Aggregates.sum())
        .write(TextOutput.tabSeparated());
  }
}
