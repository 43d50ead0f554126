package dev.cobnut.benchmarks.race;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The results of a workload as a table in Markdown. */
record ResultTable(Results results, String reference) {
  private static final double MB = 1e6;

  /** The table; a contender that has no measured run has no row. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| %s | runs | wall, s | CPU, s | peak RSS, MB | peak anonymous, MB | written, MB"
                .formatted(results.workload().label())
            + " | wall, times %s | CPU, times %s |".formatted(reference, reference));
    lines.add("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
    results.contenders().forEach(contender -> lines.add(row(contender)));
    return lines;
  }

  private String row(String contender) {
    return "| %s | %d | %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            contender,
            results.rounds(contender),
            seconds(results.figure(contender, Cost::wallSeconds)),
            seconds(results.figure(contender, Cost::cpuSeconds)),
            megabytes(results.figure(contender, Cost::residentPeakBytes)),
            megabytes(results.figure(contender, Cost::anonymousPeakBytes)),
            megabytes(results.figure(contender, Cost::writtenBytes)),
            ratio(contender, Cost::wallSeconds),
            ratio(contender, Cost::cpuSeconds));
  }

  private String ratio(String contender, ToDoubleFunction<Cost> figure) {
    Optional<Spread> ratio = results.ratio(contender, reference, figure);
    return ratio.map(spread -> text("%.2f", spread, 1)).orElse("");
  }

  private static String seconds(Spread spread) {
    return text("%.2f", spread, 1);
  }

  private static String megabytes(Spread spread) {
    return text("%.0f", spread, MB);
  }

  private static String text(String format, Spread spread, double unit) {
    String median = String.format(Locale.ROOT, format, spread.median() / unit);
    String least = String.format(Locale.ROOT, format, spread.least() / unit);
    String greatest = String.format(Locale.ROOT, format, spread.greatest() / unit);
    return median + " (" + least + "–" + greatest + ")";
  }
}
