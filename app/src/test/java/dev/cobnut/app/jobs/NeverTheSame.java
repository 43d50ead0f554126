package dev.cobnut.app.jobs;

import dev.cobnut.job.Emitter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;

/** Breaks the promise that a job makes: its reducer depends on when it runs. */
public final class NeverTheSame implements MapReduceJob {
  @Override
  public String name() {
    return "never-the-same";
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    return JobPlan.read(TextInput.lines())
        .map(Serdes.string(), Serdes.int64(), (line, out, task) -> out.emit("lines", 1L))
        .reduce(
            (String key, Values<Long> values, Emitter<String, Long> out, TaskContext task) ->
                out.emit(key, System.nanoTime()))
        .write(TextOutput.tabSeparated());
  }
}
