package dev.cobnut.worker;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.worker.reduce.ReduceTask;
import dev.cobnut.worker.run.DamagedRunException;
import dev.cobnut.worker.shuffle.MapRegion;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a reduce failed because a map output that it read in place is gone or damaged,
 * which isn't counted against it. Safe for use by any thread.
 */
final class LostRegions {
  /** Takes a map output that can't be read, whose it is, and why. */
  interface Complaints {
    void unreadable(AttemptId map, WorkerId owner, String reason);
  }

  private final Complaints complaints;

  /**
   * Tells nobody yet.
   *
   * @param complaints told of each map output that can't be read
   */
  LostRegions(Complaints complaints) {
    this.complaints = complaints;
  }

  /** What the failure of a merge means. */
  TaskFailedException explain(IOException thrown, List<MapRegion> regions) {
    Path file = fileOf(thrown);
    for (MapRegion region : regions) {
      if (region.at().isPresent() && region.region().file().equals(file)) {
        complaints.unreadable(region.map(), region.at().get(), Failures.describe(thrown));
        return Failures.of(
            Failure.Kind.MAP_OUTPUT_LOST,
            region.map().name() + " in " + file + ": " + Failures.describe(thrown));
      }
    }
    return ReduceTask.failure(thrown);
  }

  private static @Nullable Path fileOf(IOException thrown) {
    if (thrown instanceof DamagedRunException damaged) {
      return damaged.file();
    }
    if (thrown instanceof NoSuchFileException missing && missing.getFile() != null) {
      return Path.of(missing.getFile());
    }
    return null;
  }
}
