package dev.cobnut.worker.testjobs;

import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Nothing;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;

/** Sorts lines over all parts. */
public final class SortJob implements MapReduceJob {
  @Override
  public String name() {
    return "test-sort";
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    return JobPlan.read(TextInput.lines())
        .map(
            Serdes.utf8(),
            Serdes.none(),
            (line, out, task) -> out.emit(line.text(), Nothing.NOTHING))
        .totalOrder()
        .reduce((key, values, out, task) -> values.forEachRemaining(value -> out.emit(key, value)))
        .write(TextOutput.keys());
  }
}
