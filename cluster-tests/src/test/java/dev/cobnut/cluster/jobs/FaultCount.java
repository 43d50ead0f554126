package dev.cobnut.cluster.jobs;

import dev.cobnut.job.Emitter;
import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A word count for faults. It counts what it does; it can be slow, or fat on its way to the
 * reduces; and it stops at a gate in one of its phases: there it writes a file named after its
 * process, and goes on once the file {@code open} is there. So a test knows that a task runs, and
 * where.
 */
public final class FaultCount implements MapReduceJob {
  /** The name that jobs are submitted by. */
  public static final String NAME = "fault-count";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<JobParameter> parameters() {
    return List.of(
        JobParameter.text("gate", "folder of the gate").orElse("."),
        JobParameter.text("phase", "where the gate stands")
            .oneOf("none", "map", "reduce")
            .orElse("none"),
        JobParameter.integer("line.us", 0, 60_000_000, "how long a line takes, us").orElse("0"),
        JobParameter.integer("pad", 0, 100_000, "bytes of each value").orElse("0"));
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    Path gate = Path.of(parameters.text("gate"));
    String phase = parameters.text("phase");
    long lineNs = parameters.integer("line.us") * 1_000;
    String value = "x".repeat((int) parameters.integer("pad"));
    return JobPlan.read(TextInput.strings())
        .map(
            Serdes.string(),
            Serdes.string(),
            (String line, Emitter<String, String> out, TaskContext task) -> {
              if (phase.equals("map")) {
                pass(gate);
              }
              pause(lineNs);
              task.count("lines", 1);
              for (String word : line.split(" ", -1)) {
                out.emit(word, value);
              }
            })
        .reduce(
            (String word, Values<String> values, Emitter<String, Long> out, TaskContext task) -> {
              if (phase.equals("reduce")) {
                pass(gate);
              }
              task.count("words", 1);
              long sum = 0;
              for (String each : values) {
                if (each.length() != value.length()) {
                  throw new IllegalStateException("a value of " + each.length() + " characters");
                }
                sum++;
              }
              out.emit(word, sum);
            })
        .write(TextOutput.tabSeparated());
  }

  private static void pass(Path gate) throws IOException, InterruptedException {
    Path open = gate.resolve("open");
    if (Files.exists(open)) {
      return;
    }
    Files.writeString(gate.resolve("at-" + ProcessHandle.current().pid()), "");
    while (!Files.exists(open)) {
      pause(5_000_000);
    }
  }

  private static void pause(long ns) throws InterruptedException {
    long endNs = System.nanoTime() + ns;
    for (long leftNs = ns; leftNs > 0; leftNs = endNs - System.nanoTime()) {
      LockSupport.parkNanos(leftNs);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
