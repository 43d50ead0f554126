package dev.cobnut.benchmarks.scheduler;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.scheduler.Limits;
import dev.cobnut.core.scheduler.Scheduler;
import java.lang.management.ManagementFactory;

/** How much heap the scheduler holds for each task of a big job whose maps are all completed. */
public final class TaskHeap {
  private static final int MAPS = 1_000_000;
  private static final int REDUCES = 5_000;
  private static final int WORKERS = 10_000;
  private static final int SLOTS = 4;
  private static final int COLLECTIONS = 4;
  private static final int TICK_MAPS = 1_000;

  private TaskHeap() {}

  /** Prints it. */
  public static void main(String[] arguments) {
    System.out.printf("%.0f bytes a task%n", bytesATask(MAPS, REDUCES, WORKERS));
  }

  /** Bytes after a full collection, less those before the job came, by tasks. */
  static double bytesATask(int maps, int reduces, int workers) {
    Scheduler scheduler = new Scheduler(Limits.DEFAULT, 1);
    Fleet fleet = new Fleet(scheduler);
    fleet.join(workers, SLOTS);
    long before = usedBytes();
    JobId job = submit(fleet, maps, reduces);
    int completed = 0;
    while (fleet.completeMap()) {
      completed++;
      fleet.later(1);
      if (completed % TICK_MAPS == 0) {
        fleet.tick();
      }
    }
    if (completed != maps) {
      throw new IllegalStateException("maps completed: " + completed + " (expected: " + maps + ")");
    }
    long bytes = usedBytes() - before;
    if (scheduler.maps(job, 0) != maps || fleet.size() != workers) {
      throw new IllegalStateException("the scheduler or the fleet is gone (expected: still held)");
    }
    return (double) bytes / (maps + reduces);
  }

  private static JobId submit(Fleet fleet, int maps, int reduces) {
    BigJob job = BigJob.of(maps, reduces);
    job.submitTo(fleet);
    return job.id();
  }

  private static long usedBytes() {
    for (int collection = 0; collection < COLLECTIONS; collection++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
