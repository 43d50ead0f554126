package dev.cobnut.core.sim;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.TaskKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes wrong at a worker while it lasts. */
final class WorkerTroubles {
  private static final List<Failure.Kind> KINDS =
      List.of(
          Failure.Kind.SYSTEM,
          Failure.Kind.USER_CODE,
          Failure.Kind.INPUT,
          Failure.Kind.BAD_RECORD,
          Failure.Kind.STOPPED);

  private int failNext;
  private int hangNext;
  private boolean diskFull;
  private int slownessPercent = 100;

  /** The next attempts to end fail. */
  boolean failNext(int attempts) {
    failNext = attempts;
    return true;
  }

  /** The next attempts to begin never end. */
  boolean hangNext(int attempts) {
    hangNext = attempts;
    return true;
  }

  /** Maps fail, as they can't write. */
  void fillDisk(boolean full) {
    diskFull = full;
  }

  void slowDown(int percent) {
    slownessPercent = percent;
  }

  int slownessPercent() {
    return slownessPercent;
  }

  void end() {
    failNext = 0;
    hangNext = 0;
    diskFull = false;
    slownessPercent = 100;
  }

  boolean hangs() {
    return hangNext > 0 && hangNext-- > 0;
  }

  /** Why an attempt that ends now fails; null where it doesn't. */
  Failure.@Nullable Kind of(SimTask task, Draw draw) {
    boolean map = task.id().task().kind() == TaskKind.MAP;
    if (failNext > 0) {
      failNext--;
      Failure.Kind kind = draw.pick(KINDS);
      return kind == Failure.Kind.BAD_RECORD && !map ? Failure.Kind.USER_CODE : kind;
    }
    return diskFull && map ? Failure.Kind.LOCAL_DISK : null;
  }
}
