package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Forces at the same time: a file system that is asked for several at once writes its own journal
 * once for all of them. Blocks; safe for use by any thread.
 */
final class ParallelForces {
  /** Without bound, since none may wait for another; a thread ends when it is idle for a while. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "cobnut-force");
            thread.setDaemon(true);
            return thread;
          });

  private ParallelForces() {}

  /** Returns when all have ended, and fails if one of them did. */
  static void run(List<DurableFiles.Force> forces) throws IOException {
    List<FutureTask<@Nullable Void>> tasks = new ArrayList<>(forces.size());
    for (int i = 1; i < forces.size(); i++) {
      tasks.add(begin(forces.get(i)));
    }
    if (!forces.isEmpty()) {
      tasks.add(0, task(forces.get(0)));
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

  private static FutureTask<@Nullable Void> task(DurableFiles.Force force) {
    return new FutureTask<>(
        () -> {
          force.run();
          return null;
        });
  }

  /** Begins a force, for {@link #await}. */
  static FutureTask<@Nullable Void> begin(DurableFiles.Force force) {
    FutureTask<@Nullable Void> task = task(force);
    THREADS.execute(task);
    return task;
  }

  /** Returns when a force has ended, and fails if it did. */
  static void await(FutureTask<@Nullable Void> task) throws IOException {
    IOException failure = end(task);
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
