package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Shows where Cobnut's CPU time goes in the workloads of the race, by Linux's {@code perf}; {@code
 * docs/performance.md} says how to use it.
 */
final class ProfileMain {
  private static final List<RaceOptions.Known> KNOWN =
      List.of(
          RaceOptions.WORKLOADS,
          new RaceOptions.Known("data", "benchmarks/target/data", "the folder of the data sets"),
          new RaceOptions.Known("scale", "1.0", "the size of data sets that have to be made"),
          RaceOptions.KERNEL,
          new RaceOptions.Known("work", "benchmarks/target/profile", "the folder of all files"),
          RaceOptions.HOME,
          RaceOptions.JAVA,
          RaceOptions.COBNUT_OPTIONS,
          RaceOptions.WRITE);

  /** So that perf knows what is compiled: its frames, and its names, which the JVM writes. */
  private static final List<String> NAMED =
      List.of(
          "-XX:+PreserveFramePointer", "-XX:+UnlockDiagnosticVMOptions", "-XX:+DumpPerfMapAtExit");

  private static final int FUNCTIONS = 8;

  private ProfileMain() {}

  /** Ends with 0 where all workloads ran, else with 1 or 2. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Program.main("profile", KNOWN, arguments, ProfileMain::run);
  }

  private static int run(RaceOptions options, String commandLine)
      throws IOException, InterruptedException {
    Java java = new Java(options.path("java"));
    Report report =
        Report.begin("profile", options, commandLine, java, "499 samples a second, one run each.");
    DataFolder data = options.data();
    Path work = options.path("work");
    Folders.delete(work);
    Files.createDirectories(work);
    List<String> functions = new ArrayList<>();
    report.add(
        "| share of CPU, % | CPU, s | slots | of these in the kernel | compilers"
            + " | garbage collection | main thread | all others |");
    report.add("|---|--:|--:|--:|--:|--:|--:|--:|");
    for (Workload workload : options.workloads()) {
      PerfReport seen = profile(options, java, workload, data.of(workload.data()), work);
      report.add(row(workload.label(), seen));
      functions.add(
          seen.functions(ProfileMain::isOfSlot, FUNCTIONS).entrySet().stream()
              .map(one -> "`%s` %.0f".formatted(one.getKey(), one.getValue()))
              .collect(Collectors.joining(", ", "- " + workload.label() + ": ", "")));
    }
    report.add("", "Where the slots are most, in % of their time:", "");
    functions.forEach(report::add);
    report.publish();
    return 0;
  }

  private static PerfReport profile(
      RaceOptions options, Java java, Workload workload, Path in, Path work)
      throws IOException, InterruptedException {
    List<String> jvm = new ArrayList<>(options.words("cobnut-options"));
    jvm.addAll(NAMED);
    Path recorded = work.resolve(workload.label() + ".data");
    List<String> command = new ArrayList<>(List.of("perf", "record", "-q", "-e", "cpu-clock"));
    command.addAll(List.of("-F", "499", "-o", recorded.toString(), "--"));
    command.addAll(new Script(options.path("home"), java, jvm).command("run"));
    command.addAll(workload.job());
    Path out = work.resolve("out-" + workload.label());
    command.addAll(List.of("-i", in.toString(), "-o", out.toString()));
    Folders.warm(in);
    Commands.run(command);
    Folders.delete(out);
    List<String> told = new ArrayList<>(List.of("perf", "report", "-i", recorded.toString()));
    told.addAll(List.of("--stdio", "--no-children", "-g", "none", "--sort", "comm,sym", "-t", "|"));
    return PerfReport.parse(Commands.run(told));
  }

  private static String row(String label, PerfReport seen) {
    double slots = seen.percent(ProfileMain::isOfSlot);
    double compilers = seen.percent(one -> one.thread().matches("C[12] Compiler.*"));
    double collection = seen.percent(one -> one.thread().matches("(GC|VM) Thread.*"));
    double main = seen.percent(one -> one.thread().equals("java"));
    return "| %s | %.2f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f |"
        .formatted(
            label,
            seen.cpuSeconds(),
            slots,
            seen.percent(one -> isOfSlot(one) && one.isKernel()),
            compilers,
            collection,
            main,
            100 - slots - compilers - collection - main);
  }

  private static boolean isOfSlot(PerfReport.Samples one) {
    return one.thread().startsWith("cobnut-slot");
  }
}
