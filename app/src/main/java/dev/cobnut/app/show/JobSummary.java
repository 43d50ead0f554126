package dev.cobnut.app.show;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is told of a job when it has ended. Pure functions. */
public final class JobSummary {
  private static final int STACK_LINES_MAX = 12;

  private JobSummary() {}

  /**
   * The lines on a job that succeeded.
   *
   * @param output as the user knows it
   */
  public static List<String> succeeded(JobDocument job, String output, Instant now) {
    Map<String, Long> counters = job.counters();
    List<String> lines = new ArrayList<>();
    lines.add(job.job() + " succeeded in " + Amounts.time(job.elapsedMs(now)));
    amounts(counters, JobCounters.INPUT_BYTES, JobCounters.INPUT_RECORDS)
        .ifPresent(amounts -> lines.add("  input    " + amounts));
    long skipped = counters.getOrDefault(JobCounters.SKIPPED_RECORDS, 0L);
    if (skipped > 0) {
      lines.add(
          "  skipped  " + Amounts.count(skipped, "record") + ", listed in " + output + "/_skipped");
    }
    lines.add("  tasks    " + tasks(job));
    amounts(counters, JobCounters.SHUFFLE_BYTES, JobCounters.SHUFFLE_RECORDS)
        .ifPresent(amounts -> lines.add("  shuffle  " + amounts));
    lines.add(
        "  output   "
            + amounts(counters, JobCounters.OUTPUT_BYTES, JobCounters.OUTPUT_RECORDS)
                .map(amounts -> amounts + ", in ")
                .orElse("")
            + output);
    String label = "  counters ";
    for (Map.Entry<String, Long> counter : counters.entrySet()) {
      if (!counter.getKey().startsWith(JobCounters.ENGINE_PREFIX)) {
        lines.add(label + counter.getKey() + " " + Amounts.count(counter.getValue()));
        label = "           ";
      }
    }
    return lines;
  }

  private static Optional<String> amounts(
      Map<String, Long> counters, String bytes, String records) {
    List<String> amounts = new ArrayList<>();
    if (counters.containsKey(bytes)) {
      amounts.add(Amounts.bytes(counters.get(bytes)));
    }
    if (counters.containsKey(records)) {
      amounts.add(Amounts.count(counters.get(records), "record"));
    }
    return amounts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", amounts));
  }

  private static String tasks(JobDocument job) {
    int failed = job.maps().failed() + job.reduces().failed();
    return Amounts.count(job.maps().total(), "map")
        + ", "
        + Amounts.count(job.reduces().total(), "reduce")
        + (failed == 0 ? "" : ", " + Amounts.count(failed, "failed attempt"));
  }

  /** The lines on a job in whatever state. */
  public static List<String> described(JobDocument job, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add("job " + job.id());
    if (job.isSucceeded()) {
      lines.addAll(succeeded(job, job.output(), now));
    } else if (job.isEnded()) {
      lines.addAll(failed(job, now));
    } else {
      lines.add(job.job() + " " + ProgressLine.plain(job, job.elapsedMs(now)));
      lines.add("  output   " + job.output());
    }
    return lines;
  }

  /** The lines on a job that failed or was cancelled. */
  public static List<String> failed(JobDocument job, Instant now) {
    List<String> lines = new ArrayList<>();
    String error = job.error();
    lines.add(
        job.job()
            + (job.state().equals("CANCELLED") ? " was cancelled" : " failed")
            + " after "
            + Amounts.time(job.elapsedMs(now))
            + (error.isEmpty() ? "" : ": " + error));
    List<String> detail = job.errorDetail().lines().toList();
    detail.stream().limit(STACK_LINES_MAX).forEach(line -> lines.add("  " + line));
    if (detail.size() > STACK_LINES_MAX) {
      lines.add("  ... " + (detail.size() - STACK_LINES_MAX) + " more lines (--json has them all)");
    }
    if (job.errorKind().equals("bad-record") && !job.skipsBadRecords()) {
      lines.add("  --skip-bad-records leaves such records out, and lists them");
    }
    return lines;
  }

  /** The lines on what an output begins with; none where it is empty. */
  public static List<String> beginning(String output, List<Path> parts, int columns)
      throws IOException {
    List<String> lines = new ArrayList<>();
    OutputPeek.first(parts, 5, columns - 4)
        .ifPresent(
            peek -> {
              lines.add("");
              lines.add(output + "/" + peek.part().getFileName() + " begins:");
              peek.lines().forEach(line -> lines.add("    " + line));
              lines.add("more:  head -n 20 " + quoted(output) + "/part-r-*");
            });
    return lines;
  }

  private static String quoted(String path) {
    return path.matches("[\\w./~+,:@%=-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
