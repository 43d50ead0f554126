package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskFailedException;

/** A location that a map output couldn't be read from. Confined to the worker's context. */
final class LostPlace {
  private final MapOutputLocation from;
  private final Throwable reason;
  private boolean isSettled;

  LostPlace(MapOutputLocation from, Throwable reason) {
    this.from = from;
    this.reason = reason;
  }

  MapOutputLocation from() {
    return from;
  }

  Throwable reason() {
    return reason;
  }

  /** The master has had its time to look into it. */
  void settle() {
    isSettled = true;
  }

  boolean isSettled() {
    return isSettled;
  }

  TaskFailedException failure() {
    return Failures.of(
        Failure.Kind.MAP_OUTPUT_LOST,
        from.attempt().name() + " on " + from.worker() + ": " + reason);
  }
}
