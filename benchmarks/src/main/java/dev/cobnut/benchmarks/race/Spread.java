package dev.cobnut.benchmarks.race;

import java.util.List;

/** The median of some figures, with the least and the greatest of them. */
record Spread(double median, double least, double greatest) {
  /**
   * Of at least one figure.
   *
   * @throws IllegalArgumentException where there is none
   */
  static Spread of(List<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("figures: 0 (expected: at least 1)");
    }
    List<Double> sorted = figures.stream().sorted().toList();
    int half = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
  }
}
