package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.TaskView.AttemptView;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells a sick disk from a task that is too big for any. A worker whose disk fails an attempt gets
 * no task until it says that the disk is well, and the failure isn't counted: other workers can run
 * the task. It is counted once the task has failed so on as many nodes as it may fail times, or on
 * all that there are, or very often; so a task that fills every disk ends its job.
 */
final class DiskFailures {
  /** As many as are surely remembered of a task. */
  private static final int NODES_MAX = 8;

  private static final int FAILURES_MAX = 12;

  private final Books books;

  DiskFailures(Books books) {
    this.books = books;
  }

  static boolean is(Failure failure) {
    return failure.kind() == Failure.Kind.LOCAL_DISK;
  }

  /** An attempt failed so; not ended yet. Returns whether that is to be counted. */
  boolean failed(Attempt attempt) {
    Worker worker = attempt.worker();
    worker.says(true);
    books.workers().rank(worker);
    Set<String> nodes = new TreeSet<>(Set.of(worker.id().node()));
    int failures = 1;
    for (AttemptView past : attempt.table().past().of(attempt.index())) {
      if (past.failure().filter(DiskFailures::is).isPresent()) {
        nodes.add(past.worker().node());
        failures++;
      }
    }
    return failures > FAILURES_MAX || nodes.size() >= nodesNeeded();
  }

  private int nodesNeeded() {
    Set<String> joined = new TreeSet<>();
    for (Worker worker : books.workers().all()) {
      if (worker.isJoined()) {
        joined.add(worker.id().node());
      }
    }
    int attemptsMax = books.limits().tasks().attemptsMax();
    return Math.min(joined.size(), Math.min(attemptsMax, NODES_MAX));
  }
}
