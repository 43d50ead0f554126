package dev.cobnut.jobs.distinct;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Nothing;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;

/** Keeps each line once. Lines are the same where their bytes are. */
public final class Distinct implements MapReduceJob {
  @Override
  public String name() {
    return "distinct";
  }

  @Override
  public String description() {
    return "Keeps each distinct line once.";
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    return JobPlan.read(TextInput.lines())
        .map(
            Serdes.utf8(),
            Serdes.none(),
            (line, out, task) -> out.emit(line.text(), Nothing.NOTHING))
        .combine(Aggregates.first())
        .reduce(Aggregates.first())
        .write(TextOutput.keys());
  }
}
