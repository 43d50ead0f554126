package dev.cobnut.core.model;

/**
 * One attempt at a task. Names the attempt's files and fetches, and is never used again, since no
 * two masters share a term.
 *
 * @param term of the master that ordered it
 * @param number counted from 1 within task and term
 */
public record AttemptId(TaskId task, long term, int number) implements Comparable<AttemptId> {
  /** The name within the job, as in {@code s0-m-00017.t3.a1}. */
  public String name() {
    return task.name() + ".t" + term + ".a" + number;
  }

  /** Reads what {@link #name()} writes. */
  public static AttemptId parse(JobId job, String name) {
    NameScanner scanner = new NameScanner(name);
    TaskId task = TaskId.scan(job, scanner);
    long term = scanner.pass('.') && scanner.pass('t') ? scanner.number(18) : NameScanner.NONE;
    long number = scanner.pass('.') && scanner.pass('a') ? scanner.number(9) : NameScanner.NONE;
    if (task == null
        || term == NameScanner.NONE
        || number == NameScanner.NONE
        || !scanner.isAtEnd()) {
      throw new IllegalArgumentException(
          "attempt: \"" + name + "\" (expected: as in s0-m-00017.t3.a1)");
    }
    return new AttemptId(task, term, (int) number);
  }

  @Override
  public int compareTo(AttemptId other) {
    int byTask = task.compareTo(other.task);
    if (byTask != 0) {
      return byTask;
    }
    int byTerm = Long.compare(term, other.term);
    return byTerm != 0 ? byTerm : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return task.job() + "/" + name();
  }
}
