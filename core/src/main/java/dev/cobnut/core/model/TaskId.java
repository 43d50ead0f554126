package dev.cobnut.core.model;

import org.jspecify.annotations.Nullable;

/**
 * A task of a job.
 *
 * @param stage of the job, counted from 0
 * @param index the split's number for a map, the partition for a reduce
 */
public record TaskId(JobId job, int stage, TaskKind kind, int index) implements Comparable<TaskId> {
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
    NameScanner scanner = new NameScanner(name);
    TaskId task = scan(job, scanner);
    if (task == null || !scanner.isAtEnd()) {
      throw new IllegalArgumentException("task: \"" + name + "\" (expected: as in s0-m-00017)");
    }
    return task;
  }

  /** The task whose name comes next; null where none does. */
  static @Nullable TaskId scan(JobId job, NameScanner name) {
    long stage = name.pass('s') ? name.number(4) : NameScanner.NONE;
    if (stage == NameScanner.NONE || !name.pass('-')) {
      return null;
    }
    TaskKind kind = name.pass('m') ? TaskKind.MAP : name.pass('r') ? TaskKind.REDUCE : null;
    long index = kind != null && name.pass('-') ? name.number(9) : NameScanner.NONE;
    return kind == null || index == NameScanner.NONE
        ? null
        : new TaskId(job, (int) stage, kind, (int) index);
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
