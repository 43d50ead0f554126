package dev.cobnut.worker.shuffle;

import static dev.cobnut.worker.shuffle.ShuffleTrial.JOB;
import static dev.cobnut.worker.shuffle.ShuffleTrial.OWNER;
import static dev.cobnut.worker.shuffle.ShuffleTrial.await;
import static dev.cobnut.worker.shuffle.ShuffleTrial.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.worker.task.TaskFailedException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A reduce's fetches, with a master that answers as the test says. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
final class RegionFetcherTest {
  private static final int MAPS = 5;
  private static final int PARTITION = 2;
  private static final AttemptId REDUCE =
      new AttemptId(new TaskId(JOB, 0, TaskKind.REDUCE, PARTITION), 1, 1);

  private static final WorkerId READER = new WorkerId("reader", "1");

  @TempDir Path folder;
  private final List<MapOutputLocation> known = new CopyOnWriteArrayList<>();
  private final List<AttemptId> unreadable = new CopyOnWriteArrayList<>();
  private final List<Integer> asked = new CopyOnWriteArrayList<>();
  private final AtomicLong progress = new AtomicLong();
  private ShuffleTrial owner;
  private LocalFiles files;

  private final AtomicInteger regionsSeen = new AtomicInteger();
  private Context context;
  private RegionFetcher fetcher;

  /** By default the owner is on another host. */
  private String ownHost = "";

  /** Which questions, counted from 1, are answered. */
  private IntPredicate answers = number -> true;

  /** Told of each question of the reduce; may change what the master knows. */
  private Runnable onQuestion = () -> {};

  @BeforeEach
  void prepare(Vertx vertx) throws Exception {
    owner = new ShuffleTrial(vertx, folder);
    files = new LocalFiles(folder, "reader");
    files.makeJobFolder(JOB);
  }

  @Test
  void regionsAreGivenInTheOrderOfTheMaps(Vertx vertx) throws Exception {
    long bytes = 0;
    for (int index = MAPS - 1; index >= 0; index--) {
      known.add(owner.at(owner.write(map(index, 1), 200_000), owner.port()));
    }
    List<MapRegion> regions = fetch(vertx, READER);
    assertThat(regions)
        .extracting(MapRegion::map)
        .containsExactly(map(0, 1), map(1, 1), map(2, 1), map(3, 1), map(4, 1));
    assertThat(regions).allMatch(region -> !region.inPlace());
    for (MapRegion region : regions) {
      bytes += region.region().bytes();
      HeldOutputs held = new HeldOutputs(owner.files());
      assertThat(region.region().crc32c()).isEqualTo(held.region(region.map(), PARTITION).crc32c());
    }
    assertThat(progress.get()).isEqualTo(bytes);
    assertThat(asked).containsExactly(0);
    assertThat(unreadable).isEmpty();
    assertThat(fetchFiles()).hasSizeBetween(1, RegionCollector.LANES);
  }

  @Test
  void whatLiesHereIsReadInPlace(Vertx vertx) throws Exception {
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000), 0));
    }
    files = owner.files();
    List<MapRegion> regions = fetch(vertx, OWNER);
    assertThat(regions).hasSize(MAPS).allMatch(MapRegion::inPlace);
    assertThat(regions.get(3).region().file()).isEqualTo(files.mapOutput(map(3, 1)));
    assertThat(fetchFiles()).isEmpty();
  }

  private void knowAll() throws Exception {
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000), owner.port()));
    }
  }

  @Test
  void whatLiesAtANeighbourIsReadInPlace(Vertx vertx) throws Exception {
    knowAll();
    ownHost = "127.0.0.1";
    owner.files().writeLife(OWNER.incarnation());
    List<MapRegion> regions = fetch(vertx, READER);
    assertThat(regions).hasSize(MAPS).allMatch(MapRegion::inPlace);
    assertThat(regions.get(3).region().file()).isEqualTo(owner.files().mapOutput(map(3, 1)));
    assertThat(progress.get()).isPositive();
    assertThat(fetchFiles()).isEmpty();
  }

  @Test
  void whatLiesWhereAnotherLifeOfANeighbourDidIsFetched(Vertx vertx) throws Exception {
    knowAll();
    ownHost = "127.0.0.1";
    for (String life : List.of("", "another", OWNER.incarnation() + "1")) {
      owner.files().writeLife(life);
      assertThat(fetch(vertx, READER)).hasSize(MAPS).noneMatch(MapRegion::inPlace);
    }
    Files.delete(owner.files().home().resolve("life"));
    assertThat(fetch(vertx, READER)).hasSize(MAPS).noneMatch(MapRegion::inPlace);
  }

  @Test
  void whatANeighbourHasLostIsToldAsItsOwnerTellsIt(Vertx vertx) throws Exception {
    knowAll();
    ownHost = "127.0.0.1";
    owner.files().writeLife(OWNER.incarnation());
    Files.delete(owner.files().mapOutput(map(1, 1)));
    assertThatThrownBy(() -> fetch(vertx, READER)).hasMessageContaining("status 404");
    assertThat(unreadable).containsExactly(map(1, 1));
  }

  @Test
  void reduceWithoutMapsHasNoRegions(Vertx vertx) throws Exception {
    assertThat(fetch(vertx, OWNER, new FetchOrder(REDUCE, 0, bytes -> {}))).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void asksOnceAndIsToldOfTheRest(Vertx vertx) throws Exception {
    for (int index = 0; index < MAPS - 1; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000), owner.port()));
    }
    Future<List<MapRegion>> fetching = begin(vertx, READER, order());
    awaitProgress(4);
    later(vertx, AskPace.ANSWER_MS + 1_000);
    assertThat(fetching.isComplete()).isFalse();
    tell(owner.at(owner.write(map(MAPS - 1, 1), 1_000), owner.port()));
    assertThat(await(fetching)).hasSize(MAPS);
    assertThat(asked).containsExactly(0);
  }

  @Test
  void asksAgainWhereNoAnswerComes(Vertx vertx) throws Exception {
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000), owner.port()));
    }
    answers = number -> number > 1;
    assertThat(fetch(vertx, READER)).hasSize(MAPS);
    assertThat(asked).containsExactly(0, 0);
  }

  @Test
  void mapThatRunsAgainIsWaitedForWithoutFailure(Vertx vertx) throws Exception {
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000), owner.port()));
    }
    Files.delete(owner.files().mapOutput(map(1, 1)));
    onQuestion =
        () -> {
          if (!unreadable.isEmpty()) {
            known.removeIf(location -> location.attempt().equals(map(1, 1)));
          }
        };
    Future<List<MapRegion>> fetching = begin(vertx, READER, order());
    awaitProgress(4);
    later(vertx, RegionCollector.RELOCATION_MS + 1_000);
    assertThat(fetching.isComplete()).isFalse();
    AttemptId again = owner.write(map(1, 2), 1_000);
    tell(owner.at(again, owner.port()));
    assertThat(await(fetching)).extracting(MapRegion::map).contains(again);
    assertThat(unreadable).containsExactly(map(1, 1));
    // At once, and when the master had its time to look into it.
    assertThat(asked).containsExactly(0, 1, 1);
  }

  /**
   * The master knew better before the fetch had failed, so that there is nothing to complain of.
   */
  @Test
  void mapsThatMoveWhileTheyAreFetchedAreFetchedThere(Vertx vertx) throws Exception {
    List<MapOutputLocation> moved = new ArrayList<>();
    for (int index = 0; index < MAPS; index++) {
      moved.add(owner.at(owner.write(map(index, 1), 1_000), owner.port()));
    }
    NetServer hangsUp = vertx.createNetServer();
    hangsUp.connectHandler(
        socket -> {
          moved.forEach(this::tell);
          socket.close();
        });
    int port = await(hangsUp.listen(0, "127.0.0.1")).actualPort();
    moved.forEach(location -> known.add(owner.at(location.attempt(), port)));
    assertThat(fetch(vertx, READER)).hasSize(MAPS);
    assertThat(unreadable).isEmpty();
    assertThat(asked).containsExactly(0);
  }

  @Test
  void newLocationOfALostMapIsFetchedInstead(Vertx vertx) throws Exception {
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000), owner.port()));
    }
    Files.delete(owner.files().mapOutput(map(1, 1)));
    AttemptId again = owner.write(map(1, 2), 1_000);
    onQuestion =
        () -> {
          if (!unreadable.isEmpty()) {
            known.set(1, owner.at(again, owner.port()));
          }
        };
    List<MapRegion> regions = fetch(vertx, READER);
    assertThat(unreadable).containsExactly(map(1, 1));
    assertThat(regions)
        .extracting(MapRegion::map)
        .containsExactly(map(0, 1), again, map(2, 1), map(3, 1), map(4, 1));
  }

  @Test
  void mapThatTheMasterStillHasWhereItCannotBeReadIsLost(Vertx vertx) throws Exception {
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000), owner.port()));
    }
    Files.delete(owner.files().mapOutput(map(4, 1)));
    assertThatThrownBy(() -> fetch(vertx, READER))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            lost -> {
              assertThat(lost.failure().kind()).isEqualTo(Failure.Kind.MAP_OUTPUT_LOST);
              assertThat(lost.failure().isCounted()).isFalse();
              assertThat(lost.failure().message())
                  .startsWith("s0-m-00004.t1.a1 on owner-1: ")
                  .contains("404");
            });
    assertThat(unreadable).containsExactly(map(4, 1));
  }

  @Test
  void workerThatServesNothingHasLostItsMaps(Vertx vertx) {
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(map(index, 1), 0));
    }
    assertThatThrownBy(() -> fetch(vertx, READER))
        .hasMessageContaining("owner-1 serves no map outputs");
  }

  @Test
  void diskThatCantBeWrittenIsNoFaultOfTheMap(Vertx vertx) throws Exception {
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000), owner.port()));
    }
    files.deleteJob(JOB);
    assertThatThrownBy(() -> fetch(vertx, READER))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.LOCAL_DISK));
    assertThat(unreadable).isEmpty();
  }

  @Test
  void cancelBreaksFetchesOffAndNothingIsWrittenAfter(Vertx vertx) throws Exception {
    FaultyProxy proxy =
        new FaultyProxy(vertx, owner.port(), FaultyProxy.Fault.STALLED, 100_000, 100);
    int port = await(proxy.listen());
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000_000), port));
    }
    Future<List<MapRegion>> fetching = begin(vertx, READER, order());
    while (proxy.faults() < RegionCollector.LANES) {
      Thread.onSpinWait();
    }
    context.runOnContext(stop -> fetcher.cancel(REDUCE));
    assertThatThrownBy(() -> await(fetching))
        .cause()
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            stopped -> assertThat(stopped.failure().kind()).isEqualTo(Failure.Kind.STOPPED));
    files.deleteAttempt(REDUCE);
    later(vertx, 500);
    assertThat(fetchFiles()).isEmpty();
  }

  /** There were as many requests as maps. */
  @Test
  void manySmallOutputsTakeFewRequests(Vertx vertx) throws Exception {
    int maps = 500;
    FaultyProxy counting = new FaultyProxy(vertx, owner.port(), FaultyProxy.Fault.TRUNCATED, 0, 0);
    int port = await(counting.listen());
    for (int index = 0; index < maps; index++) {
      known.add(owner.at(owner.write(map(index, 1), 500), port));
    }
    List<MapRegion> regions = fetch(vertx, READER, order(maps));
    for (MapRegion region : regions) {
      owner.assertSame(region.region(), region.map(), PARTITION);
    }
    assertThat(regions).hasSize(maps);
    assertThat(counting.asked().stream().mapToInt(List::size).sum()).isEqualTo(maps);
    assertThat(counting.asked()).hasSizeBetween(1, 8);
    assertThat(fetchFiles()).hasSizeBetween(1, RegionCollector.LANES);
  }

  @Test
  void outputsAreFetchedAsTheyAreToldOneByOne(Vertx vertx) throws Exception {
    FaultyProxy counting = new FaultyProxy(vertx, owner.port(), FaultyProxy.Fault.TRUNCATED, 0, 0);
    int port = await(counting.listen());
    Future<List<MapRegion>> fetching = begin(vertx, READER, order());
    for (int index = 0; index < MAPS; index++) {
      assertThat(fetching.isComplete()).isFalse();
      tell(owner.at(owner.write(map(index, 1), 500), port));
      awaitProgress(index + 1);
    }
    assertThat(await(fetching)).hasSize(MAPS);
    assertThat(counting.asked()).hasSize(MAPS).allMatch(asked -> asked.size() == 1);
  }

  /** Its answer says at once that it holds nothing else, and other lanes go on. */
  @Test
  void nothingWaitsBehindALargeRegion(Vertx vertx) throws Exception {
    FaultyProxy stalling =
        new FaultyProxy(vertx, owner.port(), FaultyProxy.Fault.STALLED, 500_000, 100);
    int port = await(stalling.listen());
    int first = PARTITION;
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(owner.write(map(index, 1), index == first ? 1_000_000 : 500), port));
    }
    Future<List<MapRegion>> fetching = begin(vertx, READER, order());
    awaitProgress(MAPS - 1);
    assertThat(fetching.isComplete()).isFalse();
    assertThat(stalling.asked().get(0)).hasSize(MAPS).first().isEqualTo(map(first, 1).name());
    assertThat(unreadable).isEmpty();
    context.runOnContext(stop -> fetcher.cancel(REDUCE));
    assertThatThrownBy(() -> await(fetching)).hasCauseInstanceOf(TaskFailedException.class);
  }

  @Test
  void workerThatLostManyOutputsIsAskedAboutOnce(Vertx vertx) throws Exception {
    int maps = 50;
    for (int index = 0; index < maps; index++) {
      known.add(owner.at(map(index, 1), owner.port()));
    }
    assertThatThrownBy(() -> fetch(vertx, READER, order(maps)))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            lost -> assertThat(lost.failure().kind()).isEqualTo(Failure.Kind.MAP_OUTPUT_LOST));
    assertThat(unreadable).hasSize(maps).doesNotHaveDuplicates();
    // Where they lie, whether that holds, and once more when the master had its time.
    assertThat(asked).containsExactly(0, 0, 0);
  }

  private FetchOrder order() {
    return order(MAPS);
  }

  private FetchOrder order(int maps) {
    return new FetchOrder(
        REDUCE,
        maps,
        bytes -> {
          progress.set(bytes);
          regionsSeen.incrementAndGet();
        });
  }

  private void awaitProgress(int regions) {
    while (regionsSeen.get() < regions) {
      Thread.onSpinWait();
    }
  }

  private static void later(Vertx vertx, long ms) throws Exception {
    await(vertx.timer(ms));
  }

  /** News that nobody asked for. */
  private void tell(MapOutputLocation location) {
    context.runOnContext(
        news -> fetcher.heard(new ToWorker.MapOutputsAre(1, JOB, 0, List.of(location))));
  }

  private List<MapRegion> fetch(Vertx vertx, WorkerId self) throws Exception {
    return fetch(vertx, self, order());
  }

  /** Fetches to the end, and throws why that is none. */
  private List<MapRegion> fetch(Vertx vertx, WorkerId self, FetchOrder order) throws Exception {
    try {
      return await(begin(vertx, self, order));
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof TaskFailedException told ? told : failed;
    }
  }

  private Future<List<MapRegion>> begin(Vertx vertx, WorkerId self, FetchOrder order) {
    context = vertx.getOrCreateContext();
    ShuffleClient client =
        new ShuffleClient(vertx, 8, new ShuffleClient.Timeouts(1_000, 5_000, 10));
    fetcher =
        new RegionFetcher(
            new ShuffleParts(
                vertx,
                self,
                new HeldOutputs(files),
                files,
                client,
                new Neighbours(vertx, client, ownHost),
                new Line()));
    Promise<List<MapRegion>> done = Promise.promise();
    context.runOnContext(start -> fetcher.fetch(order).onComplete(done));
    return done.future();
  }

  /** A master that knows what the test says. */
  private final class Line implements MasterLine {
    @Override
    public void wanted(JobId job, int stage, int fromMap) {
      asked.add(fromMap);
      onQuestion.run();
      List<MapOutputLocation> from = new ArrayList<>(known);
      from.removeIf(location -> location.attempt().task().index() < fromMap);
      if (answers.test(asked.size())) {
        context.runOnContext(
            answer -> fetcher.heard(new ToWorker.MapOutputsAre(1, job, stage, from)));
      }
    }

    @Override
    public void unreadable(AttemptId map, WorkerId owner, String reason) {
      unreadable.add(map);
    }
  }

  private List<String> fetchFiles() throws Exception {
    try (Stream<Path> all = Files.list(files.jobFolder(JOB))) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.contains(".fetch-"))
          .toList();
    } catch (NoSuchFileException gone) {
      return List.of();
    }
  }
}
