package dev.cobnut.master;

import dev.cobnut.core.model.JobId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who waits for the ends of jobs. Confined to the master's context. */
final class EndWaits {
  private final Vertx vertx;
  private final Map<JobId, Set<Promise<Optional<JsonObject>>>> waiting = new HashMap<>();

  EndWaits(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Tells the document of a job that hasn't ended when its end is told; nothing where that takes
   * longer than {@code maxMs}.
   */
  Future<Optional<JsonObject>> end(JobId job, long maxMs) {
    Promise<Optional<JsonObject>> end = Promise.promise();
    waiting.computeIfAbsent(job, any -> new HashSet<>()).add(end);
    long timer = vertx.setTimer(maxMs, late -> end.tryComplete(Optional.empty()));
    return end.future()
        .onComplete(
            told -> {
              vertx.cancelTimer(timer);
              forget(job, end);
            });
  }

  private void forget(JobId job, Promise<Optional<JsonObject>> end) {
    waiting.computeIfPresent(
        job,
        (id, ends) -> {
          ends.remove(end);
          return ends.isEmpty() ? null : ends;
        });
  }

  void ended(JobId job, JsonObject document) {
    tell(waiting.getOrDefault(job, Set.of()), Optional.of(document));
  }

  /** Whoever waits is told nothing. */
  void close() {
    List.copyOf(waiting.values()).forEach(ends -> tell(ends, Optional.empty()));
  }

  private static void tell(Set<Promise<Optional<JsonObject>>> ends, Optional<JsonObject> document) {
    List.copyOf(ends).forEach(end -> end.tryComplete(document));
  }
}
