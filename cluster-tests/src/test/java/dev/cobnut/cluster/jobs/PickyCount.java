package dev.cobnut.cluster.jobs;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;

/**
 * A word count that throws at lines which begin with {@code poison}, when it has counted their
 * words already: what it emitted and counted of them must be seen by nobody.
 */
public final class PickyCount implements MapReduceJob {
  @Override
  public String name() {
    return "picky-count";
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    return JobPlan.read(TextInput.strings())
        .map(
            Serdes.string(),
            Serdes.int64(),
            (line, out, task) -> {
              task.count("seen", 1);
              for (String word : line.split(" ", -1)) {
                out.emit(word, 1L);
              }
              if (line.startsWith("poison")) {
                throw new IllegalStateException("poisoned");
              }
            })
        .combine(Aggregates.sum())
        .reduce(Aggregates.sum())
        .write(TextOutput.tabSeparated());
  }
}
