package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.runtime.crash.CrashPoint;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lane of one reduce: one fetch at a time, and the file that all of them go to, which the first
 * one makes. Confined to the worker's context.
 */
final class FetchLane {
  private final ShuffleParts parts;
  private final FetchOrder order;
  private final int number;
  private @Nullable Future<FetchFile> file;

  FetchLane(ShuffleParts parts, FetchOrder order, int number) {
    this.parts = parts;
    this.order = order;
    this.number = number;
  }

  /** Fetches a batch; the sink is told what came and what didn't. */
  Future<Void> fetch(Owner from, RegionBatch batch, RegionSink sink) {
    if (from.port() == 0) {
      Throwable reason =
          new UnreadableRegionException(from.worker() + " serves no map outputs", true);
      Map<AttemptId, Throwable> reasons = new LinkedHashMap<>();
      batch.maps().forEach(map -> reasons.put(map, reason));
      sink.lost(reasons);
      return Future.succeededFuture();
    }
    Future<FetchFile> opened = file;
    if (opened == null) {
      opened = FetchFile.open(parts.vertx(), parts.files().fetched(order.reduce(), number));
      file = opened;
    }
    return opened.compose(
        into -> {
          CrashPoint.SHUFFLE_BEFORE_FETCH.reach();
          return parts.client().fetch(from, batch, into, sink);
        });
  }

  /** Closes the file, where there is one. */
  Future<Void> close() {
    return file == null ? Future.succeededFuture() : file.compose(FetchFile::close);
  }
}
