package dev.cobnut.benchmarks.jobs.newcomer;

import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;

/**
 * Counts words without any knowledge of what is quick: strings, {@code split}, lambdas, sums of
 * boxed longs. It must stay that way, since it measures just that.
 */
public final class NewcomerWordCount implements MapReduceJob {
  @Override
  public String name() {
    return "newcomer-wordcount";
  }

  @Override
  @SuppressWarnings("StringSplitter") // what surprises about it is dealt with below
  public JobPlan plan(JobParameters parameters) {
    return JobPlan.read(TextInput.strings())
        .map(
            Serdes.string(),
            Serdes.int64(),
            (line, out, task) -> {
              for (String word : line.split("\\s+")) {
                if (!word.isEmpty()) {
                  out.emit(word, 1L);
                }
              }
            })
        .combine((word, counts, out) -> out.accept(sum(counts)))
        .reduce((word, counts, out, task) -> out.emit(word, sum(counts)))
        .write(TextOutput.tabSeparated());
  }

  private static Long sum(Values<Long> counts) {
    Long sum = 0L;
    for (Long count : counts) {
      sum += count;
    }
    return sum;
  }
}
