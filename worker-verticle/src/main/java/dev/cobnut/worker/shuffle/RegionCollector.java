package dev.cobnut.worker.shuffle;

import dev.cobnut.core.message.ToWorker;
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
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
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
  private final Promise<List<MapRegion>> done = Promise.promise();

  /** Where maps lie, as the master told this reduce last. */
  private final Map<Integer, MapOutputLocation> locations = new HashMap<>();

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

  RegionCollector(ShuffleParts parts, FetchOrder order) {
    this.parts = parts;
    this.order = order;
    this.collected = new MapRegion[order.maps()];
    this.left = order.maps();
  }

  /** Begins. Gives the regions in the order of the maps; by then all files are closed. */
  Future<List<MapRegion>> start() {
    for (int map = 0; map < order.maps(); map++) {
      unlocated.add(map);
    }
    for (int number = 0; number < LANES; number++) {
      Lane lane = new Lane(number);
      lanes.add(lane);
      freeLanes.add(lane);
    }
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

  /** The master told where outputs lie. */
  void heard(ToWorker.MapOutputsAre news) {
    if (ended || !news.job().equals(job()) || news.stage() != order.reduce().task().stage()) {
      return;
    }
    boolean isProgress = false;
    for (MapOutputLocation location : startingAtOwnMap(news.locations())) {
      int map = location.attempt().task().index();
      locations.put(map, location);
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

  /** Reducers begin at different maps, so that they don't all ask the same worker first. */
  private List<MapOutputLocation> startingAtOwnMap(List<MapOutputLocation> news) {
    List<MapOutputLocation> rotated = new ArrayList<>(news);
    Collections.rotate(rotated, -order.reduce().task().index());
    return rotated;
  }

  private void pump() {
    while (!ended && !freeLanes.isEmpty() && !ready.isEmpty()) {
      MapOutputLocation from = Objects.requireNonNull(locations.get(ready.remove()), "located");
      collect(freeLanes.remove(), from);
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
