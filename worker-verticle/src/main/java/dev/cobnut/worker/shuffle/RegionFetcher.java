package dev.cobnut.worker.shuffle;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.Failure;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.TaskFailedException;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings a reduce its regions: the bridge between the threads of slots, which wait, and the
 * worker's context, where the fetching goes on. {@link #fetch} is called by slots, all else on the
 * context.
 */
public final class RegionFetcher {
  private static final long CANCEL_MS = 5_000;

  private final Context context;
  private final ShuffleParts parts;

  /** What fetches now; each asks the master anew, so that none believes in what was long ago. */
  private final List<RegionCollector> active = new ArrayList<>();

  /** A fetcher that fetches nothing. */
  public RegionFetcher(Context context, ShuffleParts parts) {
    this.context = context;
    this.parts = parts;
  }

  /** How many connections to one host are in use at most. */
  public static int connectionsMax(int slots) {
    return slots * RegionCollector.LANES;
  }

  /** The master told where map outputs lie. */
  public void heard(ToWorker.MapOutputsAre news) {
    List.copyOf(active).forEach(collector -> collector.heard(news));
  }

  /**
   * Waits until all regions are there.
   *
   * @return in the order of the maps
   * @throws TaskFailedException where one is lost, or can't be kept
   * @throws InterruptedException where the attempt is stopped; nothing is written any more
   */
  public List<MapRegion> fetch(FetchOrder order) throws TaskFailedException, InterruptedException {
    CompletableFuture<List<MapRegion>> fetched = new CompletableFuture<>();
    AtomicReference<@Nullable RegionCollector> begun = new AtomicReference<>();
    context.runOnContext(
        start -> {
          RegionCollector collector = new RegionCollector(parts, order);
          active.add(collector);
          collector
              .start()
              .onComplete(end -> active.remove(collector))
              .onSuccess(fetched::complete)
              .onFailure(fetched::completeExceptionally);
          begun.set(collector);
        });
    try {
      return fetched.get();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      context.runOnContext(stop -> Objects.requireNonNull(begun.get(), "begun before").cancel());
      awaitEnd(fetched);
      throw e;
    }
  }

  private static TaskFailedException failure(ExecutionException thrown) {
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    return cause instanceof TaskFailedException failure
        ? failure
        : Failures.of(Failure.Kind.SYSTEM, "fetch: " + cause, cause);
  }

  /** Files of the attempt are deleted next, so none may be written after that. */
  private static void awaitEnd(CompletableFuture<?> fetched) throws InterruptedException {
    try {
      fetched.get(CANCEL_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException broken) {
      return;
    }
  }
}
