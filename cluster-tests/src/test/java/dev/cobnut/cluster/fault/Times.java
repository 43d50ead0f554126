package dev.cobnut.cluster.fault;

import dev.cobnut.cluster.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When things happened, by what nodes say of themselves; all share one clock here. */
final class Times {
  private static final Pattern MEMBERS =
      Pattern.compile("(\\d\\d:\\d\\d:\\d\\d\\.\\d{3}) INFO .*members: (.*)");
  private static final Pattern UP =
      Pattern.compile("(\\d\\d:\\d\\d:\\d\\d\\.\\d{3}) INFO .*HTTP API at ");

  private Times() {}

  /** When some node first saw, after some time, that the members were such. */
  static Instant membersSeen(List<NodeProcess> nodes, Instant after, Predicate<List<String>> such)
      throws IOException {
    List<Instant> seen = new ArrayList<>();
    for (NodeProcess node : nodes) {
      Matcher matcher = MEMBERS.matcher(node.log());
      while (matcher.find()) {
        Instant at = at(matcher.group(1), after);
        if (!at.isBefore(after) && such.test(List.of(matcher.group(2).split(", ", -1)))) {
          seen.add(at);
        }
      }
    }
    return seen.stream()
        .min(Instant::compareTo)
        .orElseThrow(() -> new AssertionError("nobody saw such members after " + after));
  }

  /** When the first of some nodes was up after some time. */
  static Instant firstUp(List<NodeProcess> nodes, Instant after) throws IOException {
    List<Instant> up = new ArrayList<>();
    for (NodeProcess node : nodes) {
      Matcher matcher = UP.matcher(node.log());
      while (matcher.find()) {
        Instant at = at(matcher.group(1), after);
        if (!at.isBefore(after)) {
          up.add(at);
        }
      }
    }
    return up.stream()
        .min(Instant::compareTo)
        .orElseThrow(() -> new AssertionError("nobody was up after " + after));
  }

  /** The instant of a time of day in a log, on the day of another. */
  private static Instant at(String time, Instant day) {
    return LocalTime.parse(time)
        .atDate(day.atZone(ZoneId.systemDefault()).toLocalDate())
        .atZone(ZoneId.systemDefault())
        .toInstant();
  }

  /** The first attempt that a term ordered. */
  static Instant firstOrder(FaultJob job, long term) throws IOException, InterruptedException {
    return job.attempts(attempt -> attempt.id().contains(".t" + term + ".")).stream()
        .map(attempt -> Instant.parse(attempt.startedAt()))
        .min(Instant::compareTo)
        .orElseThrow(() -> new AssertionError("no attempt of term " + term));
  }

  static Duration median(List<Duration> durations) {
    List<Duration> sorted = new ArrayList<>(durations);
    sorted.sort(Duration::compareTo);
    return sorted.get(sorted.size() / 2);
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
  }

  static String summary(List<Duration> durations) {
    return "median "
        + seconds(median(durations))
        + ", longest "
        + seconds(durations.stream().max(Duration::compareTo).orElseThrow())
        + " of "
        + durations.size();
  }
}
