package dev.cobnut.worker;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.worker.reduce.ReduceTask;
import dev.cobnut.worker.run.DamagedRunException;
import dev.cobnut.worker.shuffle.MapRegion;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a reduce failed because a map output that it read in place is gone or damaged,
 * which isn't counted against it. Safe for use by any thread.
 */
final class LostRegions {
  private final BiConsumer<AttemptId, String> unreadable;

  /**
   * Tells nobody yet.
   *
   * @param unreadable told of each map output of this worker that can't be read
   */
  LostRegions(BiConsumer<AttemptId, String> unreadable) {
    this.unreadable = unreadable;
  }

  /** What the failure of a merge means. */
  TaskFailedException explain(IOException thrown, List<MapRegion> regions) {
    Path file = fileOf(thrown);
    for (MapRegion region : regions) {
      if (region.inPlace() && region.region().file().equals(file)) {
        unreadable.accept(region.map(), Failures.describe(thrown));
        return Failures.of(
            Failure.Kind.MAP_OUTPUT_LOST,
            region.map().name() + " on this worker: " + Failures.describe(thrown));
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
