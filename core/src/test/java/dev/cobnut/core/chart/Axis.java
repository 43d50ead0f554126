package dev.cobnut.core.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One side of a panel.
 *
 * @param min where it begins; on a logarithmic axis a power of ten
 * @param step from label to label; on a logarithmic axis each power of ten has one
 */
public record Axis(String label, double min, double max, double step, boolean isLogarithmic) {
  /** From 0 on, even. */
  public static Axis even(String label, double max, double step) {
    return new Axis(label, 0, max, step, false);
  }

  /** Powers of ten. */
  public static Axis logarithmic(String label, double min, double max) {
    return new Axis(label, min, max, 10, true);
  }

  /** 0 at its begin, 1 at its end. */
  double share(double value) {
    double share =
        isLogarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
    return Math.max(0, Math.min(1, share));
  }

  List<Double> labels() {
    List<Double> labels = new ArrayList<>();
    for (double at = min; at <= max * 1.000_001; at = isLogarithmic ? at * step : at + step) {
      labels.add(at);
    }
    return labels;
  }

  static String text(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
