package dev.cobnut.job.local;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Nothing;
import dev.cobnut.job.Pair;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.util.List;
import java.util.function.Consumer;
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

  /** The begin of a plan that emits each word, between single spaces, with 1. */
  static JobPlan.Mapped<String, String, Long> words() {
    return JobPlan.read(TextInput.strings())
        .map(
            Serdes.string(),
            Serdes.int64(),
            (line, out, task) -> {
              for (String word : line.split(" ", -1)) {
                out.emit(word, 1L);
              }
            });
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

  /** How often each line occurs, in the part that the line names. */
  static TestJob partitioned() {
    return TestJob.of(
        JobPlan.read(TextInput.strings())
            .map(Serdes.string(), Serdes.int64(), (line, out, task) -> out.emit(line, 1L))
            .partition((key, partitions) -> Integer.parseInt(key))
            .reduce(Aggregates.sum())
            .write(TextOutput.tabSeparated()));
  }

  /** What a test does with a line, and with the name of a counter to raise. */
  interface LineAction {
    void accept(String line, Consumer<String> counter);
  }

  /** Does something with each line, and counts keys. */
  static TestJob counting(LineAction action) {
    return TestJob.of(
        JobPlan.read(TextInput.strings())
            .map(
                Serdes.pair(Serdes.string(), Serdes.int64()),
                Serdes.int64(),
                (line, out, task) -> {
                  action.accept(line, name -> task.count(name, 1));
                  out.emit(new Pair<>(line, 0L), 1L);
                })
            .reduce(
                (Pair<String, Long> key,
                    Values<Long> values,
                    Emitter<String, Long> out,
                    TaskContext task) -> {
                  task.count("reduced", 1);
                  out.emit(key.first(), key.second());
                })
            .write(TextOutput.tabSeparated()));
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
