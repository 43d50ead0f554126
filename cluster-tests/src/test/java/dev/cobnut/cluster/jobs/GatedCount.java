package dev.cobnut.cluster.jobs;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A word count that stops at a gate in one of its phases: it writes a file named after its process,
 * and goes on once the file {@code open} is there. So a test knows that a task runs, and where; and
 * by {@code mapped-} and its number, which process ran maps.
 */
public final class GatedCount implements MapReduceJob {
  @Override
  public String name() {
    return "gated-count";
  }

  @Override
  public List<JobParameter> parameters() {
    return List.of(
        JobParameter.text("gate", "folder of the gate").asRequired(),
        JobParameter.text("phase", "where the gate stands").oneOf("map", "reduce").asRequired());
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    Path gate = Path.of(parameters.text("gate"));
    boolean inMap = parameters.text("phase").equals("map");
    return JobPlan.read(TextInput.lines())
        .map(
            Serdes.string(),
            Serdes.int64(),
            (line, out, task) -> {
              mark(gate, "mapped-");
              if (inMap) {
                pass(gate);
              }
              line.words().forEach(word -> out.emit(word.toString(), 1L));
            })
        .combine(Aggregates.sum())
        .reduce(
            (String word,
                Values<Long> counts,
                Emitter<String, Long> out,
                dev.cobnut.job.TaskContext task) -> {
              if (!inMap) {
                pass(gate);
              }
              long sum = 0;
              for (long count : counts) {
                sum += count;
              }
              out.emit(word, sum);
            })
        .write(TextOutput.tabSeparated());
  }

  private static void mark(Path gate, String what) throws IOException {
    Path mark = gate.resolve(what + ProcessHandle.current().pid());
    if (!Files.exists(mark)) {
      Files.writeString(mark, "");
    }
  }

  private static void pass(Path gate) throws IOException, InterruptedException {
    Path open = gate.resolve("open");
    if (Files.exists(open)) {
      return;
    }
    mark(gate, "at-");
    while (!Files.exists(open)) {
      LockSupport.parkNanos(5_000_000);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
