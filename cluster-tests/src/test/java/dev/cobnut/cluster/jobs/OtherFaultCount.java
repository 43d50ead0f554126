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
    return new FaultCount().parameters();
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
