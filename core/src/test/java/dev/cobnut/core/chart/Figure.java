package dev.cobnut.core.chart;

import java.util.List;
import java.util.Locale;

/** Rows of panels, as an SVG that can be read on light and on dark pages. */
public final class Figure {
  private static final int LEFT = 62;
  private static final int TOP = 34;
  private static final int GAP_X = 26;
  private static final int GAP_Y = 62;
  private static final String STYLE =
      """
      <style>
      .page { fill: #ffffff } .frame, .grid, .mark { fill: none; stroke: #d0d7de }
      text { font: 11px sans-serif; fill: #1f2328 } .title { font-size: 13px; font-weight: 600 }
      .mark { stroke: #6e7781; stroke-dasharray: 3 3 } .words { font-size: 10px; fill: #57606a; stroke: #ffffff; stroke-width: 3px; paint-order: stroke }
      .line { fill: none; stroke-width: 1.5; stroke-linejoin: round } .dashed { stroke-dasharray: 5 4 }
      .c0 { stroke: #0969da } .c1 { stroke: #bc4c00 } .c2 { stroke: #1a7f37 }
      @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117 } .frame, .grid { stroke: #30363d } text { fill: #e6edf3 }
      .mark { stroke: #8b949e } .words { fill: #9da7b1; stroke: #0d1117 }
      .c0 { stroke: #58a6ff } .c1 { stroke: #f0883e } .c2 { stroke: #3fb950 }
      }
      </style>
      """;

  private final String description;
  private final List<List<Panel>> rows;
  private final int width;
  private final int height;
  private final StringBuilder svg = new StringBuilder();

  /**
   * @param description for those who can't see it
   * @param width of each panel
   * @param height of each panel
   */
  public Figure(String description, List<List<Panel>> rows, int width, int height) {
    this.description = description;
    this.rows = rows;
    this.width = width;
    this.height = height;
  }

  /** Draws it. */
  public String svg() {
    int allWidth = LEFT + rows.get(0).size() * (width + GAP_X);
    int allHeight = TOP + rows.size() * (height + GAP_Y) - 14;
    svg.setLength(0);
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">",
        allWidth, allHeight);
    add("<title>%s</title>", escaped(description));
    svg.append(STYLE);
    add("<rect class=\"page\" width=\"%d\" height=\"%d\"/>", allWidth, allHeight);
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < rows.get(row).size(); column++) {
        int left = LEFT + column * (width + GAP_X);
        draw(rows.get(row).get(column), left, TOP + row * (height + GAP_Y), column == 0);
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private void draw(Panel panel, int left, int top, boolean isFirst) {
    add("<g transform=\"translate(%d %d)\">", left, top);
    add("<text class=\"title\" x=\"0\" y=\"-10\">%s</text>", escaped(panel.title()));
    drawAxes(panel, isFirst);
    panel.marks().forEach(mark -> drawLine(panel, mark));
    panel.marks().forEach(mark -> drawWords(panel, mark));
    panel.lines().forEach(line -> draw(panel, line));
    svg.append("</g>\n");
  }

  private void drawLine(Panel panel, Mark mark) {
    add("<path class=\"mark\" d=\"M%.1f 0V%d\"/>", x(panel, mark.x()), height);
  }

  private void drawWords(Panel panel, Mark mark) {
    double x = x(panel, mark.x());
    boolean isRight = x > width * 0.8;
    add(
        "<text class=\"words\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
        isRight ? x - 4 : x + 4,
        12 + 12 * mark.line(),
        isRight ? "end" : "start",
        escaped(mark.words()));
  }

  private void drawAxes(Panel panel, boolean isFirst) {
    for (double label : panel.y().labels()) {
      double y = y(panel, label);
      add("<path class=\"grid\" d=\"M0 %.1fH%d\"/>", y, width);
      if (isFirst) {
        add("<text x=\"-6\" y=\"%.1f\" text-anchor=\"end\">%s</text>", y + 4, Axis.text(label));
      }
    }
    for (double label : panel.x().labels()) {
      double x = x(panel, label);
      add("<path class=\"grid\" d=\"M%.1f %dv4\"/>", x, height);
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x, height + 16, Axis.text(label));
    }
    add("<rect class=\"frame\" width=\"%d\" height=\"%d\"/>", width, height);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        width / 2, height + 30, escaped(panel.x().label()));
    if (isFirst) {
      add(
          "<text transform=\"translate(-48 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
          height / 2, escaped(panel.y().label()));
    }
  }

  private void draw(Panel panel, Line line) {
    svg.append("<path class=\"line c")
        .append(line.color())
        .append(line.isDashed() ? " dashed" : "")
        .append("\" d=\"");
    String command = "M";
    for (Line.Point point : line.points()) {
      svg.append(
          String.format(
              Locale.ROOT, "%s%.1f %.1f", command, x(panel, point.x()), y(panel, point.y())));
      command = "L";
    }
    svg.append("\"/>\n");
  }

  private double x(Panel panel, double value) {
    return panel.x().share(value) * width;
  }

  private double y(Panel panel, double value) {
    return height - panel.y().share(value) * height;
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;");
  }
}
