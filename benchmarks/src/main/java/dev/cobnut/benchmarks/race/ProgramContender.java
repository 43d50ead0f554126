package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A contender that is one command a run.
 *
 * @param workloads that it does
 * @param readiness why it can't run, or empty
 */
record ProgramContender(
    String name, Set<Workload> workloads, Supplier<Optional<String>> readiness, Program program)
    implements Contender {
  /** The command of a run. */
  @FunctionalInterface
  interface Program {
    List<String> command(Workload workload, String in, String out);
  }

  ProgramContender {
    workloads = EnumSet.copyOf(workloads);
  }

  @Override
  public boolean does(Workload workload) {
    return workloads.contains(workload);
  }

  @Override
  public Optional<String> missing() {
    return readiness.get();
  }

  @Override
  public String shown(Workload workload) {
    return String.join(" ", program.command(workload, "IN", "OUT"));
  }

  @Override
  public Cost run(Workload workload, Path in, Path out, Meter meter)
      throws IOException, InterruptedException {
    Path log = meter.folder().resolve(name + "-" + workload.label() + ".log");
    return meter.measure(program.command(workload, in.toString(), out.toString()), log, List.of());
  }
}
