package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Forces at the same time: a file system that is asked for several at once writes its own journal
 * once for all of them. The threads live for one force, which takes far longer than they take to
 * start. Blocks; safe for use by any thread.
 */
final class ParallelForces {
  private ParallelForces() {}

  /** Returns when all have ended, and fails if one of them did. */
  static void run(List<DurableFiles.Force> forces) throws IOException {
    List<FutureTask<@Nullable Void>> tasks = new ArrayList<>(forces.size());
    for (DurableFiles.Force force : forces) {
      tasks.add(
          new FutureTask<>(
              () -> {
                force.run();
                return null;
              }));
    }
    for (int i = 1; i < tasks.size(); i++) {
      Thread thread = new Thread(tasks.get(i), "cobnut-force");
      thread.setDaemon(true);
      thread.start();
    }
    if (!tasks.isEmpty()) {
      tasks.get(0).run();
    }
    IOException failure = null;
    for (FutureTask<@Nullable Void> task : tasks) {
      failure = first(failure, end(task));
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable IOException first(
      @Nullable IOException failure, @Nullable IOException next) {
    if (failure != null && next != null) {
      failure.addSuppressed(next);
    }
    return failure == null ? next : failure;
  }

  /** Waits for a force, be this thread interrupted: files stay open for as long as it takes. */
  private static @Nullable IOException end(FutureTask<@Nullable Void> task) {
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return null;
        } catch (InterruptedException e) {
          isInterrupted = true;
        } catch (ExecutionException e) {
          return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
