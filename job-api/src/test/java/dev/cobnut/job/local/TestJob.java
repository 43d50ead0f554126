package dev.cobnut.job.local;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Nothing;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.util.List;
import java.util.function.Function;

/** A job of a test, made of its plan. */
record TestJob(List<JobParameter> parameters, Function<JobParameters, JobPlan> planner)
    implements MapReduceJob {

  static TestJob of(JobPlan plan) {
    return new TestJob(List.of(), parameters -> plan);
  }

  /** How often each word occurs. */
  static TestJob wordCount() {
    return of(
        JobPlan.read(TextInput.lines())
            .map(
                Serdes.utf8(),
                Serdes.int64(),
                (line, out, task) -> line.words().forEach(word -> out.emit(word, 1L)))
            .combine(Aggregates.sum())
            .reduce(Aggregates.sum())
            .write(TextOutput.tabSeparated()));
  }

  /** The lines in order, each as often as it occurs. */
  static TestJob sort() {
    return of(
        JobPlan.read(TextInput.lines())
            .map(
                Serdes.utf8(),
                Serdes.none(),
                (line, out, task) -> out.emit(line.text(), Nothing.NOTHING))
            .totalOrder()
            .reduce(
                (key, values, out, task) -> {
                  while (values.hasNext()) {
                    out.emit(key, values.next());
                  }
                })
            .write(TextOutput.keys()));
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public JobPlan plan(JobParameters given) {
    return planner.apply(given);
  }
}
