package dev.cobnut.app.show;

import java.util.Locale;

/** How far a job is, in one line. Pure functions. */
public final class ProgressLine {
  private static final int BAR_COLUMNS = 16;

  /** Less says nothing about how fast it goes. */
  private static final long RATE_BYTES_MIN = 10_000_000;

  private ProgressLine() {}

  /**
   * The line with a bar, for a terminal.
   *
   * @param elapsedMs since the job was submitted
   * @param columns of the terminal; the line is cut to them
   */
  public static String bar(JobDocument job, long elapsedMs, int columns) {
    int percent = percent(job);
    int full = BAR_COLUMNS * percent / 100;
    String line =
        String.format(
            Locale.ROOT,
            "%-10s [%s%s] %3d %%  %s",
            phase(job),
            "=".repeat(full) + (full < BAR_COLUMNS ? ">" : ""),
            " ".repeat(Math.max(0, BAR_COLUMNS - full - 1)),
            percent,
            details(job, elapsedMs));
    return line.length() <= columns ? line : line.substring(0, columns);
  }

  /** The line without a bar, for a log. */
  public static String plain(JobDocument job, long elapsedMs) {
    return String.format(
        Locale.ROOT, "%s: %d %%, %s", phase(job), percent(job), details(job, elapsedMs));
  }

  /** The phase in a word: {@code mapping}. */
  public static String phase(JobDocument job) {
    return job.state().toLowerCase(Locale.ROOT);
  }

  private static int percent(JobDocument job) {
    return (int) Math.max(0, Math.min(100, job.percent()));
  }

  private static String details(JobDocument job, long elapsedMs) {
    StringBuilder text = new StringBuilder();
    text.append("map ").append(job.maps().completed()).append('/').append(job.maps().total());
    text.append(", reduce ");
    text.append(job.reduces().completed()).append('/').append(job.reduces().total());
    long inputBytes = job.counters().getOrDefault(JobCounters.INPUT_BYTES, 0L);
    if (inputBytes >= RATE_BYTES_MIN) {
      text.append(", ").append(Amounts.rate(inputBytes, elapsedMs));
    }
    job.etaSeconds().ifPresent(eta -> text.append(", ETA ").append(clock(eta)));
    return text.toString();
  }

  private static String clock(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
