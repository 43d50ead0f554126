package dev.cobnut.worker.shuffle;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.worker.run.Region;
import dev.cobnut.worker.task.Failures;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Collects the regions of one reduce, each from one attempt of its map. What lies on this worker is
 * read in place; the rest comes through a few lanes, each with one fetch at a time and a file. A
 * fetch asks for what is ready now, which may be one region or a thousand. Confined to the worker's
 * context.
 *
 * <p>A map waits to be located, is ready to be fetched, is being fetched, or is there. One that
 * isn't located is waited for, however long it runs. One that can't be read, where the master has
 * told of no other place meanwhile, is told to the master and waits to be located again; where the
 * master then holds on to the location, the whole fails with {@link Failure.Kind#MAP_OUTPUT_LOST},
 * since another worker may be able to read it.
 */
final class RegionCollector {
  static final int LANES = 4;

  /** Regions that are found at once on this worker's disk. */
  private static final int IN_PLACE_MAX = 64;

  private static final long TICK_MS = 500;

  /** For which the master may look into a loss before its word counts. */
  static final long RELOCATION_MS = 2_000;

  private final ShuffleParts parts;
  private final FetchOrder order;
  private final Promise<List<MapRegion>> done = Promise.promise();

  /** Where maps lie, as the master told this reduce last. */
  private final Map<Integer, MapOutputLocation> locations = new HashMap<>();

  private final TreeSet<Integer> unlocated = new TreeSet<>();
  private final ReadyMaps ready = new ReadyMaps();
  private final BatchSize batchSize = new BatchSize();
  private final Map<Integer, LostPlace> losses = new HashMap<>();
  private final @Nullable MapRegion[] collected;
  private int left;
  private long bytes;

  private final List<FetchLane> lanes = new ArrayList<>();
  private final Deque<FetchLane> freeLanes = new ArrayDeque<>();
  private final AskPace pace;
  private long timer = -1;
  private boolean ended;

  RegionCollector(ShuffleParts parts, FetchOrder order) {
    this.parts = parts;
    this.order = order;
    this.collected = new MapRegion[order.maps()];
    this.left = order.maps();
    this.pace = new AskPace(nowMs());
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Begins. Gives the regions in the order of the maps; by then all files are closed. */
  Future<List<MapRegion>> start() {
    for (int map = 0; map < order.maps(); map++) {
      unlocated.add(map);
    }
    for (int number = 0; number < LANES; number++) {
      FetchLane lane = new FetchLane(parts, order, number);
      lanes.add(lane);
      freeLanes.add(lane);
    }
    timer = parts.vertx().setPeriodic(TICK_MS, tick -> askIfDue());
    if (!unlocated.isEmpty()) {
      ask(unlocated.first());
    }
    pump();
    return done.future();
  }

  /** Breaks off. */
  void cancel() {
    fail(Failures.stopped());
  }

  private void askIfDue() {
    if (!unlocated.isEmpty() && pace.isDue(nowMs())) {
      ask(unlocated.first());
    }
  }

  private void ask(int fromMap) {
    pace.asked(nowMs());
    parts.line().wanted(job(), order.reduce().task().stage(), fromMap);
  }

  /** The master told where outputs lie. */
  void heard(ToWorker.MapOutputsAre news) {
    if (ended || !news.job().equals(job()) || news.stage() != order.reduce().task().stage()) {
      return;
    }
    boolean isNews = false;
    for (MapOutputLocation location : startingAtOwnMap(news.locations())) {
      int map = location.attempt().task().index();
      LostPlace loss = losses.get(map);
      if (loss == null || !loss.from().equals(location)) {
        MapOutputLocation before = locations.put(map, location);
        if (unlocated.remove(map)) {
          ready.add(location);
          isNews = true;
        } else if (before != null && !before.equals(location) && ready.remove(before)) {
          ready.add(location);
        }
      } else if (loss.isSettled() && unlocated.contains(map)) {
        fail(loss.failure());
        return;
      }
    }
    pace.heard(nowMs(), isNews);
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
      Owner from = ready.next();
      boolean isHere = from.worker().equals(parts.self());
      List<AttemptId> maps = ready.take(from, isHere ? IN_PLACE_MAX : batchSize.max());
      collect(
          freeLanes.remove(), new RegionBatch(job(), order.reduce().task().index(), maps), from);
    }
    if (!ended && left == 0) {
      end();
    }
  }

  private void collect(FetchLane lane, RegionBatch batch, Owner from) {
    Taking taking = new Taking(batch, from);
    Future<Void> taken =
        taking.isHere
            ? readInPlace(batch, taking)
            : parts
                .neighbours()
                .of(from)
                .compose(
                    near ->
                        near.isPresent()
                            ? readNear(near.get(), lane, taking)
                            : fetch(lane, taking));
    taken.onComplete(
        result -> {
          freeLanes.add(lane);
          if (ended) {
            return;
          }
          if (result.succeeded()) {
            taking.end();
          } else if (result.cause() instanceof FetchFileException failure) {
            Failure.Kind kind = failure.isOfDisk() ? Failure.Kind.LOCAL_DISK : Failure.Kind.SYSTEM;
            fail(Failures.of(kind, String.valueOf(failure.getMessage()), failure));
          } else {
            fail(Failures.of(Failure.Kind.SYSTEM, "fetch: " + result.cause(), result.cause()));
          }
          pump();
        });
  }

  private Future<Void> fetch(FetchLane lane, Taking taking) {
    return ended ? Future.succeededFuture() : lane.fetch(taking.from, taking.batch, taking);
  }

  private Future<RegionsInPlace> find(HeldOutputs held, RegionBatch batch) {
    return parts.vertx().executeBlocking(() -> RegionsInPlace.find(held, batch), false);
  }

  private Future<Void> readInPlace(RegionBatch batch, Taking taking) {
    return find(parts.held(), batch)
        .map(
            found -> {
              taking.found(found);
              if (!found.lost().isEmpty()) {
                taking.lost(found.lost());
              }
              return null;
            });
  }

  /** Whatever can't be had there is fetched: its owner says what is wrong with it. */
  private Future<Void> readNear(HeldOutputs held, FetchLane lane, Taking taking) {
    return find(held, taking.batch)
        .compose(
            found -> {
              taking.found(found);
              return found.lost().isEmpty()
                  ? Future.succeededFuture()
                  : fetch(lane, taking.of(List.copyOf(found.lost().keySet())));
            });
  }

  /** What becomes of the regions that one fetch is to bring. */
  private final class Taking implements RegionSink {
    private final RegionBatch batch;
    private final Owner from;
    private final boolean isHere;
    private final int asked;
    private int held;

    Taking(RegionBatch batch, Owner from) {
      this.batch = batch;
      this.from = from;
      this.isHere = from.worker().equals(parts.self());
      this.asked = batch.size();
      this.held = asked;
    }

    /** The taking of some of its maps. */
    Taking of(List<AttemptId> maps) {
      return new Taking(batch.of(maps), from);
    }

    void found(RegionsInPlace found) {
      if (!ended) {
        Optional<WorkerId> at = Optional.of(from.worker());
        found.regions().forEach((map, region) -> collected(new MapRegion(map, region, at)));
      }
    }

    @Override
    public void came(AttemptId map, Region region) {
      if (!ended) {
        CrashPoint.SHUFFLE_AFTER_FETCH.reach();
        collected(new MapRegion(map, region, Optional.empty()));
      }
    }

    @Override
    public void lost(Map<AttemptId, Throwable> reasons) {
      if (!ended) {
        Map<Integer, LostPlace> found = new LinkedHashMap<>();
        reasons.forEach(
            (map, reason) -> found.put(map.task().index(), new LostPlace(from.at(map), reason)));
        lose(found);
      }
    }

    /** Another lane may go on with them before this one has ended. */
    @Override
    public void left(List<AttemptId> maps) {
      held -= maps.size();
      batchSize.answered(asked, held);
      for (int last = maps.size() - 1; last >= 0; last--) {
        int map = maps.get(last).task().index();
        ready.addFirst(Objects.requireNonNull(locations.get(map), "located"));
      }
      pump();
    }

    void end() {
      if (!isHere && held == asked) {
        batchSize.answered(asked, held);
      }
    }
  }

  private void collected(MapRegion region) {
    collected[region.map().task().index()] = region;
    left--;
    bytes += region.region().bytes();
    order.progress().accept(bytes);
  }

  private void lose(Map<Integer, LostPlace> read) {
    losses.putAll(read);
    Map<Integer, LostPlace> found = new LinkedHashMap<>();
    read.forEach(
        (map, loss) -> {
          MapOutputLocation told = Objects.requireNonNull(locations.get(map), "located");
          if (told.equals(loss.from())) {
            found.put(map, loss);
          } else {
            ready.add(told);
          }
        });
    if (!found.isEmpty()) {
      complain(found);
    }
  }

  private void complain(Map<Integer, LostPlace> found) {
    unlocated.addAll(found.keySet());
    for (LostPlace loss : found.values()) {
      MapOutputLocation from = loss.from();
      parts.line().unreadable(from.attempt(), from.worker(), loss.reason().toString());
    }
    ask(Collections.min(found.keySet()));
    parts
        .vertx()
        .setTimer(
            RELOCATION_MS,
            tick -> {
              found.values().forEach(LostPlace::settle);
              if (!ended) {
                found.keySet().stream()
                    .filter(map -> unlocated.contains(map) && losses.get(map) == found.get(map))
                    .min(Comparator.naturalOrder())
                    .ifPresent(this::ask);
              }
            });
  }

  private void end() {
    stop();
    closeFiles()
        .onSuccess(closed -> done.complete(inOrder()))
        .onFailure(
            failure ->
                done.fail(
                    Failures.of(Failure.Kind.LOCAL_DISK, "fetched files: " + failure, failure)));
  }

  private void fail(Throwable failure) {
    if (!ended) {
      stop();
      closeFiles().onComplete(closed -> done.fail(failure));
    }
  }

  private void stop() {
    ended = true;
    parts.vertx().cancelTimer(timer);
  }

  private Future<?> closeFiles() {
    return Future.join(lanes.stream().map(FetchLane::close).toList());
  }

  private List<MapRegion> inOrder() {
    return List.copyOf(Arrays.asList(collected));
  }

  private JobId job() {
    return order.reduce().task().job();
  }
}
