package dev.cobnut.core.makespan;

import dev.cobnut.core.chart.Axis;
import dev.cobnut.core.chart.Figure;
import dev.cobnut.core.chart.Line;
import dev.cobnut.core.chart.Mark;
import dev.cobnut.core.chart.Panel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makespans over the number of workers, of long maps and of short ones. */
final class Curves {
  private static final int WORKERS_MAX = 10_000;
  private static final double LONG_MS = 10_000;
  private static final double SHORT_MS = 50;

  private record Row(int workers, Fleet.Played longs, Fleet.Played shorts) {}

  private final Load longs;
  private final Load shorts;
  private final List<Row> rows = new ArrayList<>();

  private Curves(Load longs, Load shorts) {
    this.longs = longs;
    this.shorts = shorts;
  }

  static Curves play(int maps) {
    Curves curves =
        new Curves(Load.logNormal(1, maps, LONG_MS, 1), Load.logNormal(1, maps, SHORT_MS, 0));
    for (int workers = 1; workers < WORKERS_MAX; workers *= 2) {
      curves.playOn(workers);
    }
    curves.playOn(WORKERS_MAX);
    return curves;
  }

  private void playOn(int workers) {
    rows.add(
        new Row(
            workers,
            new Fleet(longs, Cost.TYPICAL, workers).play(),
            new Fleet(shorts, Cost.TYPICAL, workers).play()));
  }

  String markdown() {
    StringBuilder table =
        new StringBuilder(
            "| workers | 10 s, log-normal | of the bound | share used | 0.05 s, all alike | share used |"
                + " master busy |\n|--:|--:|--:|--:|--:|--:|--:|\n");
    for (Row row : rows) {
      double bound = longs.totalMs() / row.workers() + longs.longestMs();
      table.append(
          String.format(
              Locale.ROOT,
              "| %,d | %,.0f s | %.3f | %.1f %% | %,.1f s | %.1f %% | %.1f %% |\n",
              row.workers(),
              row.longs().makespanMs() / 1_000,
              row.longs().makespanMs() / bound,
              100 * used(longs, row.workers(), row.longs()),
              row.shorts().makespanMs() / 1_000,
              100 * used(shorts, row.workers(), row.shorts()),
              100 * row.shorts().masterBusy()));
    }
    return table.toString();
  }

  /** How much of the slots' time did work that counts. */
  private static double used(Load load, int workers, Fleet.Played played) {
    return load.totalMs() / workers / played.makespanMs();
  }

  String svg() {
    List<Line.Point> ofLong = new ArrayList<>();
    List<Line.Point> ofShort = new ArrayList<>();
    List<Line.Point> ideal = new ArrayList<>();
    for (Row row : rows) {
      ideal.add(new Line.Point(row.workers(), row.workers()));
      ofLong.add(
          new Line.Point(row.workers(), row.workers() * used(longs, row.workers(), row.longs())));
      ofShort.add(
          new Line.Point(row.workers(), row.workers() * used(shorts, row.workers(), row.shorts())));
    }
    Panel panel =
        new Panel(
            "Throughput of a million maps",
            Axis.logarithmic("workers", 1, 10_000),
            Axis.logarithmic("times that of one worker", 1, 10_000),
            List.of(
                new Line(2, true, ideal), new Line(0, false, ofLong), new Line(1, false, ofShort)),
            List.of(
                new Mark(1, "green, dashed: twice the workers, twice the throughput", 0),
                new Mark(1, "blue: maps of 10 s, log-normal", 1),
                new Mark(1, "orange: maps of 0.05 s, all alike", 2)));
    return new Figure("Throughput over the number of workers", List.of(List.of(panel)), 460, 300)
        .svg();
  }
}
