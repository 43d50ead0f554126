package dev.cobnut.core.chart;

import java.util.List;

/**
 * A line through points.
 *
 * @param color one of three: 0 to 2
 * @param isDashed for what is only drawn to compare
 */
public record Line(int color, boolean isDashed, List<Point> points) {
  public Line {
    points = List.copyOf(points);
  }

  /** In the units of the axes. */
  public record Point(double x, double y) {}
}
