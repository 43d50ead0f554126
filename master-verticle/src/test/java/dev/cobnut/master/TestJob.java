package dev.cobnut.master;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.util.List;

/** The job of the plugin of these tests; no code of it but its declaration runs here. */
public final class TestJob implements MapReduceJob {
  @Override
  public String name() {
    return "test-job";
  }

  @Override
  public String description() {
    return "Counts words";
  }

  @Override
  public List<JobParameter> parameters() {
    return List.of(
        JobParameter.text("pattern", "What to look for").asRequired(),
        JobParameter.integer("width", 1, 9, "How wide").orElse("3"));
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
