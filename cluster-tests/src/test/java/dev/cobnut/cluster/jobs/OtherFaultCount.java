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

/** What {@link FaultCount} must not be taken for: it has its name, and throws at each line. */
public final class OtherFaultCount implements MapReduceJob {
  @Override
  public String name() {
    return FaultCount.NAME;
  }

  @Override
  public List<JobParameter> parameters() {
    return List.of(
        JobParameter.text("gate", "as there").orElse("."),
        JobParameter.text("phase", "as there").orElse("none"),
        JobParameter.integer("line.us", 0, 60_000_000, "as there").orElse("0"),
        JobParameter.integer("pad", 0, 100_000, "as there").orElse("0"));
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    return JobPlan.read(TextInput.strings())
        .map(
            Serdes.string(),
            Serdes.int64(),
            (line, out, task) -> {
              throw new IllegalStateException("this is the other jar");
            })
        .reduce(Aggregates.sum())
        .write(TextOutput.tabSeparated());
  }
}
