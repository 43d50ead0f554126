package dev.cobnut.jobs.wordcount;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;

/** Counts how often each word occurs. A word is a run of bytes that aren't ASCII white space. */
public final class WordCount implements MapReduceJob {
  @Override
  public String name() {
    return "wordcount";
  }

  @Override
  public String description() {
    return "Counts how often each word occurs.";
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
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
