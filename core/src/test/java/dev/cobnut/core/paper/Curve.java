package dev.cobnut.core.paper;

import java.util.Arrays;

/** What flowed in each second of a run, MB. */
final class Curve {
  private double[] bySecond = new double[1_024];
  private int second;

  void at(long nowMs) {
    second = Math.toIntExact(nowMs / 1_000);
    if (second >= bySecond.length) {
      bySecond = Arrays.copyOf(bySecond, 2 * second);
    }
  }

  void add(double mb) {
    bySecond[second] += mb;
  }

  /** MB/s in each second. */
  double[] perSecond() {
    return Arrays.copyOf(bySecond, second + 1);
  }
}
