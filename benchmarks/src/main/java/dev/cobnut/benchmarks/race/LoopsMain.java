package dev.cobnut.benchmarks.race;

import dev.cobnut.benchmarks.datapath.Lines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What the inner loops of the data path take, by JMH, as a table for a page. */
final class LoopsMain {
  private static final List<RaceOptions.Known> KNOWN =
      List.of(
          new RaceOptions.Known("only", "", "a pattern of the names of those that run"),
          RaceOptions.WRITE);

  private LoopsMain() {}

  /** Ends with 0 where all ran, else with 1 or 2. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Program.main("loops", KNOWN, arguments, LoopsMain::run);
  }

  private static int run(RaceOptions options, String commandLine)
      throws IOException, InterruptedException {
    Java java = new Java(Path.of(System.getProperty("java.home")));
    String figures = "Means, with what JMH gives as their error at 99.9 %.";
    Report report = Report.begin("loops", options, commandLine, java, figures);
    report.add("| loop | time | |", "|---|--:|---|");
    for (RunResult result : measure(options.text("only"))) {
      report.add(row(result));
    }
    report.publish();
    return 0;
  }

  private static Collection<RunResult> measure(String only) throws IOException {
    String all = Lines.class.getPackageName().replace(".", "\\.") + "\\..*";
    try {
      return new Runner(new OptionsBuilder().include(all + only).shouldFailOnError(true).build())
          .run();
    } catch (RunnerException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static String row(RunResult result) {
    BenchmarkParams measured = result.getParams();
    String[] names = measured.getBenchmark().split("\\.", -1);
    StringBuilder name = new StringBuilder();
    name.append(names[names.length - 2]).append('.').append(names[names.length - 1]);
    for (String key : measured.getParamsKeys()) {
      name.append(", ").append(key).append(' ').append(measured.getParam(key));
    }
    Result<?> time = result.getPrimaryResult();
    return "| `%s` | %.1f ± %.1f | %s |"
        .formatted(name, time.getScore(), time.getScoreError(), time.getScoreUnit());
  }
}
