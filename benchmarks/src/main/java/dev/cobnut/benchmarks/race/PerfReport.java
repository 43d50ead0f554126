package dev.cobnut.benchmarks.race;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The samples of a run, as {@code perf report --sort comm,sym -t '|'} prints them. */
record PerfReport(double cpuSeconds, List<Samples> samples) {
  private static final String COUNT = "# Event count (approx.): ";

  /**
   * Samples of one thread in one function.
   *
   * @param percent of all samples of the run
   */
  record Samples(double percent, String thread, String function) {
    boolean isKernel() {
      return function.startsWith("[k] ");
    }

    /** Class and method, or what perf calls it, without what differs from run to run. */
    String name() {
      String symbol = function.substring(function.indexOf(' ') + 1);
      if (isKernel()) {
        return symbol + " (kernel)";
      }
      String method = symbol.replaceFirst("\\(.*", "").replaceFirst(".* ", "");
      String[] parts = method.replaceFirst("/0x\\w+", "").split("\\.", -1);
      int last = parts.length - 1;
      return last > 0 && !parts[last].isEmpty() ? parts[last - 1] + "." + parts[last] : symbol;
    }
  }

  PerfReport {
    samples = List.copyOf(samples);
  }

  /**
   * Reads a report of the event {@code cpu-clock}, which counts nanoseconds.
   *
   * @throws IllegalArgumentException where it is none
   */
  static PerfReport parse(String report) {
    double seconds = 0;
    List<Samples> samples = new ArrayList<>();
    for (String line : report.lines().toList()) {
      if (line.startsWith(COUNT)) {
        seconds = Double.parseDouble(line.substring(COUNT.length())) / 1e9;
      } else if (!line.isBlank() && !line.startsWith("#")) {
        String[] fields = line.split("\\|", 3);
        if (fields.length < 3) {
          throw new IllegalArgumentException(line + " (expected: percent|thread|function)");
        }
        double percent = Double.parseDouble(fields[0].strip().replace("%", ""));
        samples.add(new Samples(percent, fields[1].strip(), fields[2].strip()));
      }
    }
    if (seconds <= 0 || samples.isEmpty()) {
      throw new IllegalArgumentException("no samples in the report (expected: some)");
    }
    return new PerfReport(seconds, samples);
  }

  /** The share of some samples in those of the run, in percent. */
  double percent(Predicate<Samples> which) {
    return samples.stream().filter(which).mapToDouble(Samples::percent).sum();
  }

  /** Where some threads were most: functions with their shares in these threads, in percent. */
  Map<String, Double> functions(Predicate<Samples> threads, int most) {
    Map<String, Double> all = new LinkedHashMap<>();
    samples.stream()
        .filter(threads)
        .forEach(one -> all.merge(one.name(), one.percent(), Double::sum));
    double whole = percent(threads);
    Map<String, Double> shares = new LinkedHashMap<>();
    all.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(most)
        .forEach(one -> shares.put(one.getKey(), 100 * one.getValue() / whole));
    return shares;
  }
}
