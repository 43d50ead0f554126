package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs contenders over a workload in rounds: each once in a round, one after the other, so that
 * they meet the same machine. Round 0 warms the machine up and isn't measured.
 */
final class Race {
  private final Path work;
  private final Meter meter;
  private final boolean isCold;
  private final PrintStream out;
  private final Set<String> failures = new LinkedHashSet<>();

  /**
   * @param work the folder of outputs, logs and raw runs
   * @param isCold whether the input has to come from the disk
   */
  Race(Path work, Meter meter, boolean isCold, PrintStream out) {
    this.work = work;
    this.meter = meter;
    this.isCold = isCold;
    this.out = out;
  }

  /**
   * Races over one workload.
   *
   * @throws IOException where the folders can't be used; a contender that fails is one of {@link
   *     #failures}, and takes no further part in the workload
   */
  Results over(Workload workload, List<Contender> contenders, Path in, int rounds)
      throws IOException, InterruptedException {
    List<Contender> left = new ArrayList<>(contenders);
    List<Run> runs = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      for (Contender contender : List.copyOf(left)) {
        Optional<Run> run = run(workload, contender, in, round);
        run.ifPresentOrElse(runs::add, () -> left.remove(contender));
        run.ifPresent(one -> compare(one, runs.get(0)));
      }
    }
    return new Results(workload, runs);
  }

  /** What went wrong: a contender that failed, or outputs that differ. */
  Set<String> failures() {
    return failures;
  }

  private Optional<Run> run(Workload workload, Contender contender, Path in, int round)
      throws IOException, InterruptedException {
    Path output = work.resolve("out");
    Folders.delete(output);
    Folders.delete(meter.folder().resolve("tmp"));
    Files.createDirectories(meter.folder().resolve("tmp"));
    // What runs before is on the disk by now, and isn't written back at this one's expense.
    Commands.run(List.of("sync"));
    if (isCold) {
      Folders.chill(in);
    } else {
      Folders.warm(in);
    }
    try {
      Cost cost = contender.run(workload, in, output, meter);
      String digest = OutputDigest.of(output, workload.isOrdered());
      Run run = new Run(workload, contender.name(), round, cost, digest);
      note(run);
      return Optional.of(run);
    } catch (IOException failed) {
      fail(workload.label() + ": " + contender.name() + " failed\n" + failed.getMessage());
      return Optional.empty();
    } finally {
      Folders.delete(output);
    }
  }

  private void note(Run run) throws IOException {
    out.printf(
        "%s %s round %d: %.2f s, CPU %.2f s%n",
        run.workload().label(),
        run.contender(),
        run.round(),
        run.cost().wallSeconds(),
        run.cost().cpuSeconds());
    Files.writeString(
        work.resolve("runs.jsonl"),
        run.json() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void fail(String reason) {
    if (failures.add(reason)) {
      out.println(reason);
    }
  }

  private void compare(Run run, Run first) {
    if (!run.digest().equals(first.digest())) {
      fail(
          "%s: output of %s is %s (expected: %s, as that of %s)"
              .formatted(
                  run.workload().label(),
                  run.contender(),
                  run.digest(),
                  first.digest(),
                  first.contender()));
    }
  }
}
