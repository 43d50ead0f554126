package dev.cobnut.worker.map;

import dev.cobnut.core.model.Failure;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.worker.run.UnfoldableValueException;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;

/** What the master is told where the output of a map fails. */
final class MapFailures {
  private MapFailures() {}

  /** While a record was mapped. */
  static TaskFailedException ofEmitting(Throwable cause, RecordPlace place) {
    if (cause instanceof TaskFailedException refused) {
      return Failures.of(
          refused.failure().kind(), "map at " + place + ": " + refused.failure().message());
    }
    return ofWriting(cause);
  }

  /** While a run was written. */
  static TaskFailedException ofWriting(Throwable cause) {
    if (cause instanceof CombinerFailedException combining && combining.getCause() != null) {
      return Failures.inUserCode(
          "combine", RecordPlace.NONE, combining.getCause(), combining.caller());
    }
    if (cause instanceof UnfoldableValueException failure) {
      return Failures.of(Failure.Kind.USER_CODE, "combine: " + failure.getMessage());
    }
    if (cause instanceof IOException failure) {
      return Failures.ofLocalDisk("map output", failure);
    }
    return Failures.of(Failure.Kind.SYSTEM, "map output: " + Failures.describe(cause), cause);
  }
}
