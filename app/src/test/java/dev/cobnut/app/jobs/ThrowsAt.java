package dev.cobnut.app.jobs;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.util.List;

/** Counts lines, and throws at the one that says what the parameter says. */
public final class ThrowsAt implements MapReduceJob {
  @Override
  public String name() {
    return "throws-at";
  }

  @Override
  public List<JobParameter> parameters() {
    return List.of(
        JobParameter.text("line", "The line to throw at.").asRequired(),
        JobParameter.integer("depth", 0, 9, "Does nothing.").orElse("0"));
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    String poison = parameters.text("line");
    return JobPlan.read(TextInput.lines())
        .map(
            Serdes.string(),
            Serdes.int64(),
            (line, out, task) -> {
              if (line.toString().equals(poison)) {
                throw new IllegalStateException("poisoned by " + poison);
              }
              out.emit("lines", 1L);
            })
        .combine(Aggregates.sum())
        .reduce(Aggregates.sum())
        .write(TextOutput.tabSeparated());
  }
}
