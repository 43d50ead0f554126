package dev.cobnut.jobs.logstats;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;

/**
 * Adds up requests and bytes for each client of an Apache access log in the combined format. Lines
 * of any other form are left out, and counted as {@code malformed}.
 */
public final class LogStats implements MapReduceJob {
  @Override
  public String name() {
    return "log-stats";
  }

  @Override
  public String description() {
    return "Adds up requests and bytes for each client of an access log in the combined format.";
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    CombinedLog log = new CombinedLog();
    return JobPlan.read(TextInput.lines())
        .map(Serdes.utf8(), Traffic.SERDE, (line, out, task) -> map(log, line.text(), out, task))
        .combine(Aggregates.sums())
        .reduce(Aggregates.sums())
        .write(TextOutput.tabSeparated());
  }

  private static void map(
      CombinedLog log, Utf8 line, Emitter<Utf8, Traffic> out, TaskContext task) {
    if (log.read(line)) {
      out.emit(line.slice(0, log.clientEnd()), new Traffic(1, log.bytes()));
    } else {
      task.count("malformed", 1);
    }
  }
}
