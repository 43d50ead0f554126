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
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

  @TempDir Path folder;
  private final List<MapOutputLocation> known = new CopyOnWriteArrayList<>();
  private final List<AttemptId> unreadable = new CopyOnWriteArrayList<>();
  private final List<Integer> asked = new CopyOnWriteArrayList<>();
  private final AtomicLong progress = new AtomicLong();
  private ShuffleTrial owner;
  private LocalFiles files;

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
    List<MapRegion> regions = fetcher(vertx, new WorkerId("reader", "1")).fetch(order());
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
    List<MapRegion> regions = fetcher(vertx, OWNER).fetch(order());
    assertThat(regions).hasSize(MAPS).allMatch(MapRegion::inPlace);
    assertThat(regions.get(3).region().file()).isEqualTo(files.mapOutput(map(3, 1)));
    assertThat(fetchFiles()).isEmpty();
  }

  @Test
  void reduceWithoutMapsHasNoRegions(Vertx vertx) throws Exception {
    RegionFetcher fetcher = fetcher(vertx, OWNER);
    assertThat(fetcher.fetch(new FetchOrder(REDUCE, 0, bytes -> {}))).isEmpty();
  }

  @Test
  void asksUntilAllAreLocated(Vertx vertx) throws Exception {
    for (int index = 0; index < MAPS - 1; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000), owner.port()));
    }
    AttemptId last = owner.write(map(MAPS - 1, 1), 1_000);
    onQuestion =
        () -> {
          if (asked.size() == 3) {
            known.add(owner.at(last, owner.port()));
          }
        };
    assertThat(fetcher(vertx, new WorkerId("reader", "1")).fetch(order())).hasSize(MAPS);
    assertThat(asked).hasSize(3).endsWith(MAPS - 1);
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
          if (!unreadable.isEmpty() && asked.size() > 2) {
            known.set(1, owner.at(again, owner.port()));
          }
        };
    List<MapRegion> regions = fetcher(vertx, new WorkerId("reader", "1")).fetch(order());
    assertThat(unreadable).containsExactly(map(1, 1));
    assertThat(regions)
        .extracting(MapRegion::map)
        .containsExactly(map(0, 1), again, map(2, 1), map(3, 1), map(4, 1));
  }

  @Test
  void lostMapWithoutNewLocationGivesTheSlotBack(Vertx vertx) throws Exception {
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000), owner.port()));
    }
    Files.delete(owner.files().mapOutput(map(4, 1)));
    RegionFetcher fetcher = fetcher(vertx, new WorkerId("reader", "1"));
    assertThatThrownBy(() -> fetcher.fetch(order()))
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
    RegionFetcher fetcher = fetcher(vertx, new WorkerId("reader", "1"));
    assertThatThrownBy(() -> fetcher.fetch(order()))
        .hasMessageContaining("owner-1 serves no map outputs");
  }

  @Test
  void diskThatCantBeWrittenIsNoFaultOfTheMap(Vertx vertx) throws Exception {
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000), owner.port()));
    }
    files.deleteJob(JOB);
    RegionFetcher fetcher = fetcher(vertx, new WorkerId("reader", "1"));
    assertThatThrownBy(() -> fetcher.fetch(order()))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.SYSTEM));
    assertThat(unreadable).isEmpty();
  }

  @Test
  void interruptBreaksFetchesOffAndNothingIsWrittenAfter(Vertx vertx) throws Exception {
    FaultyProxy proxy =
        new FaultyProxy(vertx, owner.port(), FaultyProxy.Fault.STALLED, 100_000, 100);
    int port = await(proxy.listen());
    for (int index = 0; index < MAPS; index++) {
      known.add(owner.at(owner.write(map(index, 1), 1_000_000), port));
    }
    RegionFetcher fetcher = fetcher(vertx, new WorkerId("reader", "1"));
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread slot =
        new Thread(
            () -> {
              try {
                fetcher.fetch(order());
                thrown.complete(new AssertionError("fetched"));
              } catch (TaskFailedException | InterruptedException e) {
                thrown.complete(e);
              }
            });
    slot.start();
    while (proxy.faults() < RegionCollector.LANES) {
      Thread.onSpinWait();
    }
    slot.interrupt();
    assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    files.deleteAttempt(REDUCE);
    CompletableFuture<Void> later = new CompletableFuture<>();
    vertx.setTimer(500, tick -> later.complete(null));
    later.get(10, TimeUnit.SECONDS);
    assertThat(fetchFiles()).isEmpty();
  }

  private FetchOrder order() {
    return new FetchOrder(REDUCE, MAPS, progress::set);
  }

  private RegionFetcher fetcher(Vertx vertx, WorkerId self) {
    Context context = vertx.getOrCreateContext();
    RegionFetcher[] fetcher = new RegionFetcher[1];
    MasterLine line =
        new MasterLine() {
          @Override
          public void wanted(JobId job, int stage, int fromMap) {
            asked.add(fromMap);
            onQuestion.run();
            List<MapOutputLocation> from = new ArrayList<>(known);
            from.removeIf(location -> location.attempt().task().index() < fromMap);
            context.runOnContext(
                answer -> fetcher[0].heard(new ToWorker.MapOutputsAre(1, job, stage, from)));
          }

          @Override
          public void unreadable(AttemptId map, String reason) {
            unreadable.add(map);
          }
        };
    ShuffleClient client =
        new ShuffleClient(vertx, 8, new ShuffleClient.Timeouts(1_000, 5_000, 10));
    fetcher[0] =
        new RegionFetcher(
            context, new ShuffleParts(vertx, self, new HeldOutputs(files), files, client, line));
    return fetcher[0];
  }

  private List<String> fetchFiles() throws Exception {
    try (Stream<Path> all = Files.list(files.jobFolder(JOB))) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.contains(".fetch-"))
          .toList();
    }
  }
}
