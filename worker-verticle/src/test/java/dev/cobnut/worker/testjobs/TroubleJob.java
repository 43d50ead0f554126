package dev.cobnut.worker.testjobs;

import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Throws, or never ends, where it is told to: in {@code plan}, {@code map} or {@code reduce}, or at
 * a line.
 */
public final class TroubleJob implements MapReduceJob {
  @Override
  public String name() {
    return "test-trouble";
  }

  @Override
  public List<JobParameter> parameters() {
    return List.of(
        JobParameter.text("throws", "where it throws").orElse("nowhere"),
        JobParameter.text("hangs", "where it never ends").orElse("nowhere"),
        JobParameter.text("hates", "the line at which map throws").orElse("none"));
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    visit(parameters, "plan");
    return JobPlan.read(TextInput.lines())
        .map(
            Serdes.utf8(),
            Serdes.int64(),
            (line, out, task) -> {
              visit(parameters, "map");
              if (line.toString().equals(parameters.text("hates"))) {
                throw new IllegalStateException("hates " + line);
              }
              out.emit(line.text(), 1L);
            })
        .<Object, Object>reduce(
            (key, values, out, task) -> {
              visit(parameters, "reduce");
              out.emit(key, values.next());
            })
        .write(TextOutput.tabSeparated());
  }

  private static void visit(JobParameters parameters, String place) {
    if (parameters.text("throws").equals(place)) {
      throw new IllegalStateException("trouble in " + place);
    }
    if (parameters.text("hangs").equals(place)) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted in " + place, e);
      }
    }
  }
}
