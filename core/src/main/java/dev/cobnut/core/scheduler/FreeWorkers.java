package dev.cobnut.core.scheduler;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The workers with something free, by the Java feature release that they run on. */
final class FreeWorkers {
  private final ToIntFunction<Worker> free;
  private final Map<Integer, Ranking<Worker, Worker.Rank>> byFeature = new TreeMap<>();

  /**
   * @param free how much of it a worker has
   */
  FreeWorkers(ToIntFunction<Worker> free) {
    this.free = free;
  }

  void rank(Worker worker) {
    Worker.Rank rank = worker.rank(free.applyAsInt(worker));
    if (rank == null) {
      remove(worker);
    } else {
      worker.joined().ifPresent(at -> ranking(at.info().javaFeature()).rank(worker, rank));
    }
  }

  void remove(Worker worker) {
    worker.joined().ifPresent(at -> ranking(at.info().javaFeature()).remove(worker));
  }

  private Ranking<Worker, Worker.Rank> ranking(int javaFeature) {
    return byFeature.computeIfAbsent(javaFeature, feature -> new Ranking<>());
  }

  boolean isEmpty() {
    for (Ranking<Worker, Worker.Rank> ranking : byFeature.values()) {
      if (!ranking.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /**
   * The worker with most of it.
   *
   * @param javaFeature that it must run on; 0 for any
   * @param allowed whether a worker will do; few don't
   */
  @Nullable Worker freest(int javaFeature, Predicate<Worker> allowed) {
    if (javaFeature != 0) {
      return freest(ranking(javaFeature), allowed);
    }
    Worker best = null;
    for (Ranking<Worker, Worker.Rank> ranking : byFeature.values()) {
      best = better(best, freest(ranking, allowed));
    }
    return best;
  }

  private static @Nullable Worker freest(
      Ranking<Worker, Worker.Rank> ranking, Predicate<Worker> allowed) {
    for (Worker worker : ranking.inOrder()) {
      if (allowed.test(worker)) {
        return worker;
      }
    }
    return null;
  }

  private @Nullable Worker better(@Nullable Worker one, @Nullable Worker other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    Worker.Rank rank = one.rank(free.applyAsInt(one));
    Worker.Rank otherRank = other.rank(free.applyAsInt(other));
    return rank == null || (otherRank != null && otherRank.compareTo(rank) < 0) ? other : one;
  }
}
