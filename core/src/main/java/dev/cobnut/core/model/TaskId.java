package dev.cobnut.core.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A task of a job.
 *
 * @param stage of the job, counted from 0
 * @param index the split's number for a map, the partition for a reduce
 */
public record TaskId(JobId job, int stage, TaskKind kind, int index) implements Comparable<TaskId> {
  private static final Pattern NAME = Pattern.compile("s(\\d{1,4})-([mr])-(\\d{1,9})");

  /** The name within the job, as in {@code s0-m-00017}: stage, kind, index. */
  public String name() {
    String digits = Integer.toString(index);
    return "s"
        + stage
        + "-"
        + kind.letter()
        + "-"
        + "0".repeat(Math.max(0, 5 - digits.length()))
        + digits;
  }

  /** Reads what {@link #name()} writes. */
  public static TaskId parse(JobId job, String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("task: \"" + name + "\" (expected: as in s0-m-00017)");
    }
    TaskKind kind = matcher.group(2).equals("m") ? TaskKind.MAP : TaskKind.REDUCE;
    return new TaskId(
        job, Integer.parseInt(matcher.group(1)), kind, Integer.parseInt(matcher.group(3)));
  }

  @Override
  public int compareTo(TaskId other) {
    int byJob = job.equals(other.job) ? 0 : job.compareTo(other.job);
    if (byJob != 0 || stage != other.stage) {
      return byJob != 0 ? byJob : Integer.compare(stage, other.stage);
    }
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : Integer.compare(index, other.index);
  }

  @Override
  public String toString() {
    return job + "/" + name();
  }
}
