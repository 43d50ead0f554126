package dev.cobnut.core.paper;

import dev.cobnut.core.chart.Axis;
import dev.cobnut.core.chart.Figure;
import dev.cobnut.core.chart.Line;
import dev.cobnut.core.chart.Mark;
import dev.cobnut.core.chart.Panel;
import java.util.ArrayList;
import java.util.List;

/** The paper's figure 3 of our runs: a column a run, a row each for input, shuffle, output. */
final class PaperFigure {
  private static final double SECONDS_MAX = 1_300;
  private static final int SMOOTHED_SECONDS = 5;

  private PaperFigure() {}

  static String svg(List<Run> runs) {
    List<Panel> inputs = new ArrayList<>();
    List<Panel> shuffles = new ArrayList<>();
    List<Panel> outputs = new ArrayList<>();
    for (Run run : runs) {
      Milestones ends = run.milestones();
      Flows flows = run.flows();
      inputs.add(panel(run.scenario().name(), 15, 5, line(0, flows.input()), input(run)));
      shuffles.add(panel("", 3, 1, line(1, flows.shuffle()), shuffle(ends)));
      outputs.add(panel("", 6, 2, line(2, flows.output()), output(run)));
    }
    String description =
        "Input read, bytes shuffled and output written over time, of three simulated runs of the"
            + " paper's sort";
    return new Figure(description, List.of(inputs, shuffles, outputs), 300, 120).svg();
  }

  private static Panel panel(String title, double max, double step, Line line, List<Mark> marks) {
    String what = line.color() == 0 ? "input" : line.color() == 1 ? "shuffle" : "output";
    return new Panel(
        title,
        Axis.even("seconds", SECONDS_MAX, 200),
        Axis.even(what + ", GB/s", max, step),
        List.of(line),
        marks);
  }

  private static List<Mark> input(Run run) {
    List<Mark> marks = new ArrayList<>();
    marks.add(mark(run.milestones().mappedMs(), "all mapped", 0));
    if (run.scenario().killed() > 0) {
      marks.add(mark(run.scenario().killedAtMs(), "200 processes killed", 1));
    }
    return marks;
  }

  private static List<Mark> shuffle(Milestones ends) {
    return List.of(mark(ends.fetchedMs(), "all fetched", 0));
  }

  private static List<Mark> output(Run run) {
    long most = run.milestones().reducedMs(Run.MOST_REDUCES);
    return List.of(mark(most, "99 % reduced", 0), mark(run.endMs(), "done", 1));
  }

  private static Mark mark(long ms, String words, int line) {
    return new Mark(ms / 1_000.0, String.format("%s: %,d s", words, ms / 1_000), line);
  }

  /** GB/s, the mean of a few seconds each. */
  private static Line line(int color, Curve curve) {
    double[] perSecond = curve.perSecond();
    List<Line.Point> points = new ArrayList<>();
    for (int from = 0; from < perSecond.length; from += SMOOTHED_SECONDS) {
      int to = Math.min(perSecond.length, from + SMOOTHED_SECONDS);
      double sum = 0;
      for (int second = from; second < to; second++) {
        sum += perSecond[second];
      }
      points.add(new Line.Point((from + to) / 2.0, sum / (to - from) / 1_000));
    }
    return new Line(color, false, points);
  }
}
