package dev.cobnut.worker;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.worker.shuffle.FetchOrder;
import dev.cobnut.worker.shuffle.MapRegion;
import dev.cobnut.worker.shuffle.RegionFetcher;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskFailedException;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The reduces that gather map outputs, which takes no slot: they may wait for maps that haven't run
 * yet. Confined to the worker's context.
 */
final class FetchingReduces {
  private final Function<ToWorker.StartReduce, Future<?>> prepare;
  private final RegionFetcher fetcher;
  private final Next next;
  private final Map<AttemptId, Fetching> all = new LinkedHashMap<>();
  private boolean closed;

  /** What follows a fetch. */
  interface Next {
    /** All regions are there. */
    void fetched(ToWorker.StartReduce order, List<MapRegion> regions);

    /** The attempt has failed. */
    void ended(Outcome outcome);
  }

  private static final class Fetching {
    private long bytes;
    private boolean stopped;
  }

  /**
   * Fetches nothing yet.
   *
   * @param prepare makes room for what an attempt fetches
   */
  FetchingReduces(
      Function<ToWorker.StartReduce, Future<?>> prepare, RegionFetcher fetcher, Next next) {
    this.prepare = prepare;
    this.fetcher = fetcher;
    this.next = next;
  }

  /** Has a reduce fetch. */
  void start(ToWorker.StartReduce order) {
    AttemptId attempt = order.attempt();
    Fetching fetching = new Fetching();
    all.put(attempt, fetching);
    prepare
        .apply(order)
        .compose(
            prepared ->
                fetching.stopped
                    ? Future.failedFuture(Failures.stopped())
                    : fetcher.fetch(
                        new FetchOrder(attempt, order.maps(), bytes -> fetching.bytes = bytes)))
        .onSuccess(
            regions -> {
              if (fetching.stopped) {
                failed(attempt, Failures.stopped());
              } else {
                all.remove(attempt);
                next.fetched(order, regions);
              }
            })
        .onFailure(failure -> failed(attempt, failure));
  }

  private void failed(AttemptId attempt, Throwable thrown) {
    all.remove(attempt);
    if (!closed) {
      Failure failure =
          thrown instanceof TaskFailedException told
              ? told.failure()
              : Failures.of(Failure.Kind.SYSTEM, "fetch: " + thrown, thrown).failure();
      next.ended(new Outcome.Failed(attempt, failure));
    }
  }

  /** Has an attempt end soon, as it will tell itself. Returns whether it fetches. */
  boolean stop(AttemptId attempt) {
    Fetching fetching = all.get(attempt);
    if (fetching != null) {
      fetching.stopped = true;
      fetcher.cancel(attempt);
    }
    return fetching != null;
  }

  /** What fetches. */
  List<RunningAttempt> running() {
    return all.entrySet().stream()
        .map(
            each ->
                new RunningAttempt(
                    each.getKey(),
                    AttemptMode.PLAIN,
                    RunningAttempt.Phase.FETCHING,
                    each.getValue().bytes,
                    0))
        .toList();
  }

  /** Stops all, and tells of no end any more. */
  void close() {
    closed = true;
    List.copyOf(all.keySet()).forEach(this::stop);
  }
}
