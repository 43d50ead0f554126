package dev.cobnut.worker.reduce;

import dev.cobnut.core.model.Failure;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.job.StagePlan;
import dev.cobnut.worker.run.KeyGroups;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskCounters;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes one key after another to what reduces it, and tells apart whose fault a failure is: of the
 * job's code, of what is read, or of what is written. Confined to the attempt's thread.
 */
final class GroupReduction<K, V> {
  private final StagePlan<?, K, V, ?, ?> plan;
  private final WatchedCursor records;
  private final Supplier<@Nullable Exception> writing;
  private final TaskCounters counters;
  private final int partition;
  private final KeyGroups groups;
  private long count;

  GroupReduction(
      StagePlan<?, K, V, ?, ?> plan,
      WatchedCursor records,
      Supplier<@Nullable Exception> writing,
      TaskCounters counters,
      int partition) {
    this.plan = plan;
    this.records = records;
    this.writing = writing;
    this.counters = counters;
    this.partition = partition;
    this.groups = new KeyGroups(records);
  }

  /** Stands at the key that is being reduced. */
  KeyGroups groups() {
    return groups;
  }

  /** How many keys there were. */
  long count() {
    return count;
  }

  /** The key that is being reduced. */
  K key() {
    return plan.keys().decode(groups.key(), 0, groups.keyLength());
  }

  void run(GroupReducer reducer) throws IOException, TaskFailedException {
    while (groups.nextKey()) {
      count++;
      try {
        reducer.reduce();
      } catch (Exception | Error failure) {
        Failures.requireNotOfTheProcess(failure);
        requireNoFailure();
        throw inUserCode("reduce of key " + keyText() + " in partition " + partition, failure);
      }
      requireNoFailure();
    }
  }

  /** Calls what else of the job's code there is. */
  void guard(String what, Runnable code) throws TaskFailedException {
    try {
      code.run();
    } catch (RuntimeException | Error failure) {
      Failures.requireNotOfTheProcess(failure);
      throw inUserCode(what + " of partition " + partition, failure);
    }
  }

  private static TaskFailedException inUserCode(String what, Throwable failure) {
    return Failures.inUserCode(what, RecordPlace.NONE, failure, GroupReducer.class);
  }

  /** What isn't the job's fault, or what its code caught and can't undo. */
  private void requireNoFailure() throws IOException, TaskFailedException {
    IOException reading = records.failure();
    if (reading != null) {
      throw reading;
    }
    Exception unwritten = writing.get();
    if (unwritten instanceof IOException failure) {
      throw failure;
    }
    if (unwritten != null) {
      throw userFailure(String.valueOf(unwritten.getMessage()));
    }
    String problem = counters.problem();
    if (problem != null) {
      throw userFailure(problem);
    }
  }

  private TaskFailedException userFailure(String problem) {
    return Failures.of(
        Failure.Kind.USER_CODE,
        "reduce of key " + keyText() + " in partition " + partition + ": " + problem);
  }

  private String keyText() {
    return KeyText.of(plan.keys(), groups.key(), groups.keyLength());
  }
}
