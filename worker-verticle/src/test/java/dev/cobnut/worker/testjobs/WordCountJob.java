package dev.cobnut.worker.testjobs;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;

/** Counts words, and refuses to where the class loader of its thread isn't its own. */
public final class WordCountJob implements MapReduceJob {
  @Override
  public String name() {
    return "test-wordcount";
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    if (Thread.currentThread().getContextClassLoader() != WordCountJob.class.getClassLoader()) {
      throw new IllegalStateException("context class loader isn't the plugin's");
    }
    return JobPlan.read(TextInput.lines())
        .map(
            Serdes.utf8(),
            Serdes.int64(),
            (line, out, task) -> line.words().forEach(word -> out.emit(word, 1L)))
        .combine(Aggregates.sum())
        .reduce(Aggregates.sum())
        .write(TextOutput.tabSeparated());
  }
}
