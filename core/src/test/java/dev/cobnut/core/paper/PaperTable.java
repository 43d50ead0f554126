package dev.cobnut.core.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Our runs beside what the paper tells of its own, as Markdown. */
final class PaperTable {
  private PaperTable() {}

  private record Row(String name, String papers, String ours) {}

  /**
   * @param killedElsewhen runs in which the workers are killed at other times
   */
  static String markdown(
      Run normal, Run noBackups, Run killed, Run disksToo, List<Run> killedElsewhen) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("normal run", "891 s", seconds(normal.totalMs())));
    rows.add(new Row("- maps completed", "200 s", seconds(normal.milestones().mappedMs())));
    rows.add(new Row("- shuffle done", "600 s", seconds(normal.milestones().fetchedMs())));
    rows.add(new Row("- output written", "850 s", seconds(normal.endMs())));
    rows.add(new Row("- tail: from 99 % of the reduces to all", "", tail(normal)));
    rows.add(new Row("no backup tasks", "1,283 s, +44 %", than(noBackups, normal)));
    rows.add(
        new Row(
            "- reduces left after 960 s",
            "5",
            String.valueOf(noBackups.milestones().reducesLeft(960_000 - Run.STARTUP_MS))));
    rows.add(new Row("- tail", "", tail(noBackups)));
    rows.add(new Row("200 processes killed after 300 s", "933 s, +5 %", than(killed, normal)));
    rows.add(new Row("- tail", "", tail(killed)));
    for (Run run : killedElsewhen) {
      long seconds = run.scenario().killedAtMs() / 1_000;
      rows.add(new Row("- killed after " + seconds + " s", "", than(run, normal)));
    }
    rows.add(new Row("200 killed after 300 s, their map outputs lost", "", than(disksToo, normal)));
    StringBuilder table = new StringBuilder("| | the paper | Cobnut, simulated |\n|---|---|---|\n");
    rows.forEach(
        row -> table.append("| %s | %s | %s |\n".formatted(row.name(), row.papers(), row.ours())));
    return table.toString();
  }

  /**
   * A row for runs in which other machines are slow.
   *
   * @param normal without, {@code killed} with 200 killed processes
   */
  static String row(Slowness slowness, Run normal, Run killed) {
    return String.format(
        Locale.ROOT,
        "| %d | %.2f | %s | %.1f %% | %s | %.1f %% |\n",
        slowness.seed(),
        slowness.machines(),
        seconds(normal.totalMs()),
        100 * normal.tail(),
        than(killed, normal),
        100 * killed.tail());
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%,d s", Math.round(ms / 1_000.0));
  }

  private static String tail(Run run) {
    return String.format(Locale.ROOT, "%.1f %% of the run", 100 * run.tail());
  }

  /** As the paper counts, with the start-up in both. */
  private static String than(Run run, Run normal) {
    double more = 100 * ((double) run.totalMs() / normal.totalMs() - 1);
    return seconds(run.totalMs()) + String.format(Locale.ROOT, ", %+.1f %%", more);
  }
}
