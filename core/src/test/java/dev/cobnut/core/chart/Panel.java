package dev.cobnut.core.chart;

import java.util.List;

/** One diagram of a figure. */
public record Panel(String title, Axis x, Axis y, List<Line> lines, List<Mark> marks) {
  public Panel {
    lines = List.copyOf(lines);
    marks = List.copyOf(marks);
  }
}
