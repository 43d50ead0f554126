package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fetch of some regions from one worker. What goes wrong is put down to one region where it can
 * be: that with wrong bytes, or in which the answer broke off. These alone are tried again; what
 * came is kept, what would have come behind is left. Where no answer came at all, all are tried
 * again. Confined to the context that made it.
 */
final class BatchFetch {
  private static final int TRIES_MAX = 3;

  private final ShuffleClient client;
  private final Owner from;
  private final FetchFile into;
  private final RegionSink sink;

  BatchFetch(ShuffleClient client, Owner from, FetchFile into, RegionSink sink) {
    this.client = client;
    this.from = from;
    this.into = into;
    this.sink = sink;
  }

  /** Fetches; fails with {@link FetchFileException} alone. */
  Future<Void> run(RegionBatch batch) {
    return run(batch, 1);
  }

  private Future<Void> run(RegionBatch batch, int tries) {
    Try attempt = new Try(batch);
    return client
        .ask(from, batch, attempt::answered)
        .transform(
            end -> {
              if (end.cause() instanceof FetchFileException failure) {
                return Future.failedFuture(failure);
              }
              attempt.end(end.cause());
              return again(attempt, tries);
            });
  }

  private Future<Void> again(Try before, int tries) {
    if (tries == TRIES_MAX) {
      before.faults.replaceAll(
          (map, fault) ->
              new UnreadableRegionException(
                  tries + " tries at " + from.host() + ":" + from.port() + ": " + fault, true));
      before.lost.putAll(before.faults);
      before.faults.clear();
    }
    if (!before.lost.isEmpty()) {
      sink.lost(before.lost);
    }
    if (before.faults.isEmpty()) {
      return Future.succeededFuture();
    }
    RegionBatch faulty = before.batch.of(List.copyOf(before.faults.keySet()));
    return client.pause(tries).compose(later -> run(faulty, tries + 1));
  }

  /** One request. */
  private final class Try {
    private final RegionBatch batch;

    /** What another try may cure. */
    private final Map<AttemptId, Throwable> faults = new LinkedHashMap<>();

    private final Map<AttemptId, Throwable> lost = new LinkedHashMap<>();

    /** Set once the answer has begun. */
    private @Nullable RegionStream stream;

    private boolean isSpoiled;

    Try(RegionBatch batch) {
      this.batch = batch;
    }

    Future<Void> answered(HttpClientResponse response) {
      RegionStream regions;
      try {
        regions = ShuffleClient.regions(response, batch);
      } catch (UnreadableRegionException e) {
        ShuffleClient.reset(response);
        return Future.failedFuture(e);
      }
      stream = regions;
      leave(regions.regions(), batch.size());
      return into.receive(response, regions, this::arrived)
          .onSuccess(
              end -> {
                if (isSpoiled) {
                  // Whatever spoils the bytes may sit in the way: the next try takes another.
                  response.request().connection().close();
                }
              });
    }

    private void leave(int begin, int end) {
      if (begin < end) {
        sink.left(batch.maps().subList(begin, end));
      }
    }

    private void arrived(Arrival arrival) {
      AttemptId map = batch.maps().get(arrival.place());
      if (arrival instanceof Arrival.Whole whole) {
        sink.came(map, whole.region());
      } else if (arrival instanceof Arrival.Spoiled spoiled) {
        isSpoiled = true;
        faults.put(map, spoiled.failure());
      } else if (arrival instanceof Arrival.Refused refused) {
        (refused.isLasting() ? lost : faults).put(map, refused.failure());
      } else {
        throw new IllegalStateException(arrival.toString());
      }
    }

    void end(@Nullable Throwable failure) {
      if (failure == null) {
        return;
      }
      RegionStream begun = stream;
      if (begun == null) {
        boolean isLasting =
            failure instanceof UnreadableRegionException unreadable && unreadable.isLasting();
        batch.maps().forEach(map -> (isLasting ? lost : faults).put(map, failure));
      } else if (begun.place() < begun.regions()) {
        faults.put(batch.maps().get(begun.place()), failure);
        leave(begun.place() + 1, begun.regions());
      }
    }
  }
}
