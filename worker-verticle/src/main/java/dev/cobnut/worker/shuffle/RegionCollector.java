package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.worker.run.Region;
import dev.cobnut.worker.task.Failures;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the regions of one reduce, each from one attempt of its map. What lies on this worker is
 * read in place; the rest comes through a few lanes, each with one fetch at a time and a file.
 * Confined to the worker's context.
 *
 * <p>A map waits to be located, is ready to be fetched, is being fetched, or is there. One that
 * can't be read is told to the master and waits to be located again; when that takes too long, the
 * whole fails with {@link Failure.Kind#MAP_OUTPUT_LOST}, so that the slot serves another task.
 */
final class RegionCollector {
  static final int LANES = 4;

  private static final long ASK_MS = 1_000;
  private static final long ASK_AGAIN_MS = 50;
  private static final long RELOCATION_MS = 2_000;

  private final ShuffleParts parts;
  private final FetchOrder order;
  private final StageOutputs outputs;
  private final Promise<List<MapRegion>> done = Promise.promise();
  private final Consumer<List<MapOutputLocation>> listener = this::heard;

  private final TreeSet<Integer> unlocated = new TreeSet<>();
  private final Deque<Integer> ready = new ArrayDeque<>();
  private final Map<Integer, MapOutputLocation> unreadable = new HashMap<>();
  private final @Nullable MapRegion[] collected;
  private int left;
  private long bytes;

  private final List<Lane> lanes = new ArrayList<>();
  private final Deque<Lane> freeLanes = new ArrayDeque<>();
  private long askTimer = -1;
  private boolean asksSoon;
  private boolean ended;

  RegionCollector(ShuffleParts parts, FetchOrder order, StageOutputs outputs) {
    this.parts = parts;
    this.order = order;
    this.outputs = outputs;
    this.collected = new MapRegion[order.maps()];
    this.left = order.maps();
  }

  /** Begins. Gives the regions in the order of the maps; by then all files are closed. */
  Future<List<MapRegion>> start() {
    // Reducers begin at different maps, so that they don't all ask the same worker first.
    int first = order.maps() == 0 ? 0 : order.reduce().task().index() % order.maps();
    for (int step = 0; step < order.maps(); step++) {
      int map = (first + step) % order.maps();
      if (outputs.location(map) == null) {
        unlocated.add(map);
      } else {
        ready.add(map);
      }
    }
    for (int number = 0; number < LANES; number++) {
      Lane lane = new Lane(number);
      lanes.add(lane);
      freeLanes.add(lane);
    }
    outputs.listen(listener);
    askTimer = parts.vertx().setPeriodic(ASK_MS, tick -> ask());
    ask();
    pump();
    return done.future();
  }

  /** Breaks off. */
  void cancel() {
    fail(Failures.stopped());
  }

  private void ask() {
    if (!ended && !unlocated.isEmpty()) {
      parts.line().wanted(job(), order.reduce().task().stage(), unlocated.first());
    }
  }

  private void heard(List<MapOutputLocation> news) {
    boolean isProgress = false;
    for (MapOutputLocation location : news) {
      int map = location.attempt().task().index();
      if (!location.equals(unreadable.get(map)) && unlocated.remove(map)) {
        ready.add(map);
        isProgress = true;
      }
    }
    if (isProgress && !unlocated.isEmpty() && !asksSoon) {
      asksSoon = true;
      parts
          .vertx()
          .setTimer(
              ASK_AGAIN_MS,
              tick -> {
                asksSoon = false;
                ask();
              });
    }
    pump();
  }

  private void pump() {
    while (!ended && !freeLanes.isEmpty() && !ready.isEmpty()) {
      int map = ready.remove();
      MapOutputLocation location = outputs.location(map);
      if (location == null) {
        // Another reduce found it unreadable.
        unlocated.add(map);
      } else {
        collect(freeLanes.remove(), location);
      }
    }
    if (!ended && left == 0) {
      end();
    }
  }

  private void collect(Lane lane, MapOutputLocation from) {
    boolean isHere = from.worker().equals(parts.self());
    int partition = order.reduce().task().index();
    Future<Region> region =
        isHere
            ? parts
                .vertx()
                .executeBlocking(() -> parts.held().region(from.attempt(), partition), false)
            : lane.fetch(from, partition);
    region.onComplete(
        result -> {
          freeLanes.add(lane);
          if (ended) {
            return;
          }
          if (result.succeeded()) {
            collected(new MapRegion(from.attempt(), result.result(), isHere));
          } else if (result.cause() instanceof FetchFileException failure) {
            fail(Failures.of(Failure.Kind.SYSTEM, String.valueOf(failure.getMessage()), failure));
          } else {
            lose(from, result.cause());
          }
          pump();
        });
  }

  private void collected(MapRegion region) {
    collected[region.map().task().index()] = region;
    left--;
    bytes += region.region().bytes();
    order.progress().accept(bytes);
  }

  private void lose(MapOutputLocation from, Throwable reason) {
    int map = from.attempt().task().index();
    outputs.forget(from);
    unreadable.put(map, from);
    unlocated.add(map);
    parts.line().unreadable(from.attempt(), reason.toString());
    parts.line().wanted(job(), from.attempt().task().stage(), map);
    parts
        .vertx()
        .setTimer(
            RELOCATION_MS,
            tick -> {
              if (unlocated.contains(map) && from.equals(unreadable.get(map))) {
                fail(
                    Failures.of(
                        Failure.Kind.MAP_OUTPUT_LOST,
                        from.attempt().name() + " on " + from.worker() + ": " + reason));
              }
            });
  }

  private void end() {
    stop();
    closeFiles()
        .onSuccess(closed -> done.complete(inOrder()))
        .onFailure(
            failure ->
                done.fail(Failures.of(Failure.Kind.SYSTEM, "fetched files: " + failure, failure)));
  }

  private void fail(Throwable failure) {
    if (!ended) {
      stop();
      closeFiles().onComplete(closed -> done.fail(failure));
    }
  }

  private void stop() {
    ended = true;
    outputs.unlisten(listener);
    parts.vertx().cancelTimer(askTimer);
  }

  private Future<?> closeFiles() {
    return Future.join(lanes.stream().map(Lane::close).toList());
  }

  private List<MapRegion> inOrder() {
    return List.copyOf(Arrays.asList(collected));
  }

  private JobId job() {
    return order.reduce().task().job();
  }

  /** One fetch at a time, and the file that it goes to, which the first one makes. */
  private final class Lane {
    private final int number;
    private @Nullable Future<FetchFile> file;

    Lane(int number) {
      this.number = number;
    }

    Future<Region> fetch(MapOutputLocation from, int partition) {
      if (from.port() == 0) {
        return Future.failedFuture(
            new UnreadableRegionException(from.worker() + " serves no map outputs", true));
      }
      Future<FetchFile> opened = file;
      if (opened == null) {
        opened = FetchFile.open(parts.vertx(), parts.files().fetched(order.reduce(), number));
        file = opened;
      }
      return opened.compose(into -> parts.client().fetch(from, partition, into));
    }

    Future<Void> close() {
      return file == null ? Future.succeededFuture() : file.compose(FetchFile::close);
    }
  }
}
