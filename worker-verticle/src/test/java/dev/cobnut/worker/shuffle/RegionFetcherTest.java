package dev.cobnut.worker.shuffle;

import static dev.cobnut.worker.shuffle.FetchTrial.MAPS;
import static dev.cobnut.worker.shuffle.FetchTrial.PARTITION;
import static dev.cobnut.worker.shuffle.FetchTrial.READER;
import static dev.cobnut.worker.shuffle.FetchTrial.REDUCE;
import static dev.cobnut.worker.shuffle.ShuffleTrial.OWNER;
import static dev.cobnut.worker.shuffle.ShuffleTrial.await;
import static dev.cobnut.worker.shuffle.ShuffleTrial.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.Failure;
import dev.cobnut.worker.task.TaskFailedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a reduce fetches, and how, where nothing is lost. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
final class RegionFetcherTest {
  @TempDir Path folder;
  private FetchTrial trial;

  @BeforeEach
  void prepare(Vertx vertx) throws Exception {
    trial = new FetchTrial(vertx, folder);
  }

  @Test
  void regionsAreGivenInTheOrderOfTheMaps() throws Exception {
    long bytes = 0;
    for (int index = MAPS - 1; index >= 0; index--) {
      trial.known.add(
          trial.owner.at(trial.owner.write(map(index, 1), 200_000), trial.owner.port()));
    }
    List<MapRegion> regions = trial.fetch(READER);
    assertThat(regions)
        .extracting(MapRegion::map)
        .containsExactly(map(0, 1), map(1, 1), map(2, 1), map(3, 1), map(4, 1));
    assertThat(regions).allMatch(region -> !region.inPlace());
    for (MapRegion region : regions) {
      bytes += region.region().bytes();
      HeldOutputs held = new HeldOutputs(trial.owner.files());
      assertThat(region.region().crc32c()).isEqualTo(held.region(region.map(), PARTITION).crc32c());
    }
    assertThat(trial.progress.get()).isEqualTo(bytes);
    assertThat(trial.asked).containsExactly(0);
    assertThat(trial.unreadable).isEmpty();
    assertThat(trial.fetchFiles()).hasSizeBetween(1, RegionCollector.LANES);
  }

  @Test
  void whatLiesHereIsReadInPlace() throws Exception {
    trial.knowAll(MAPS, 1_000, 0);
    trial.files = trial.owner.files();
    List<MapRegion> regions = trial.fetch(OWNER);
    assertThat(regions).hasSize(MAPS).allMatch(MapRegion::inPlace);
    assertThat(regions.get(3).region().file()).isEqualTo(trial.files.mapOutput(map(3, 1)));
    assertThat(trial.fetchFiles()).isEmpty();
  }

  @Test
  void whatLiesAtANeighbourIsReadInPlace() throws Exception {
    trial.knowAll();
    trial.ownHost = "127.0.0.1";
    trial.owner.files().writeLife(OWNER.incarnation());
    List<MapRegion> regions = trial.fetch(READER);
    assertThat(regions).hasSize(MAPS).allMatch(MapRegion::inPlace);
    assertThat(regions.get(3).region().file()).isEqualTo(trial.owner.files().mapOutput(map(3, 1)));
    assertThat(trial.progress.get()).isPositive();
    assertThat(trial.fetchFiles()).isEmpty();
  }

  @Test
  void whatLiesWhereAnotherLifeOfANeighbourDidIsFetched() throws Exception {
    trial.knowAll();
    trial.ownHost = "127.0.0.1";
    for (String life : List.of("", "another", OWNER.incarnation() + "1")) {
      trial.owner.files().writeLife(life);
      assertThat(trial.fetch(READER)).hasSize(MAPS).noneMatch(MapRegion::inPlace);
    }
    Files.delete(trial.owner.files().home().resolve("life"));
    assertThat(trial.fetch(READER)).hasSize(MAPS).noneMatch(MapRegion::inPlace);
  }

  @Test
  void reduceWithoutMapsHasNoRegions() throws Exception {
    assertThat(trial.fetch(OWNER, new FetchOrder(REDUCE, 0, bytes -> {}))).isEmpty();
    assertThat(trial.asked).isEmpty();
  }

  @Test
  void asksOnceAndIsToldOfTheRest() throws Exception {
    trial.knowAll(MAPS - 1, 1_000, trial.owner.port());
    Future<List<MapRegion>> fetching = trial.begin(READER, trial.order());
    trial.awaitProgress(4);
    trial.later(AskPace.ANSWER_MS + 1_000);
    assertThat(fetching.isComplete()).isFalse();
    trial.tell(trial.owner.at(trial.owner.write(map(MAPS - 1, 1), 1_000), trial.owner.port()));
    assertThat(await(fetching)).hasSize(MAPS);
    assertThat(trial.asked).containsExactly(0);
  }

  @Test
  void asksAgainWhereNoAnswerComes() throws Exception {
    trial.knowAll();
    trial.answers = number -> number > 1;
    assertThat(trial.fetch(READER)).hasSize(MAPS);
    assertThat(trial.asked).containsExactly(0, 0);
  }

  @Test
  void cancelBreaksFetchesOffAndNothingIsWrittenAfter(Vertx vertx) throws Exception {
    FaultyProxy proxy =
        new FaultyProxy(vertx, trial.owner.port(), FaultyProxy.Fault.STALLED, 100_000, 100);
    int port = await(proxy.listen());
    trial.knowAll(MAPS, 1_000_000, port);
    Future<List<MapRegion>> fetching = trial.begin(READER, trial.order());
    while (proxy.faults() < RegionCollector.LANES) {
      Thread.onSpinWait();
    }
    trial.cancel();
    assertThatThrownBy(() -> await(fetching))
        .cause()
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            stopped -> assertThat(stopped.failure().kind()).isEqualTo(Failure.Kind.STOPPED));
    trial.files.deleteAttempt(REDUCE);
    trial.later(500);
    assertThat(trial.fetchFiles()).isEmpty();
  }

  /** There were as many requests as maps. */
  @Test
  void manySmallOutputsTakeFewRequests(Vertx vertx) throws Exception {
    int maps = 500;
    FaultyProxy counting =
        new FaultyProxy(vertx, trial.owner.port(), FaultyProxy.Fault.TRUNCATED, 0, 0);
    int port = await(counting.listen());
    trial.knowAll(maps, 500, port);
    List<MapRegion> regions = trial.fetch(READER, trial.order(maps));
    for (MapRegion region : regions) {
      trial.owner.assertSame(region.region(), region.map(), PARTITION);
    }
    assertThat(regions).hasSize(maps);
    assertThat(counting.asked().stream().mapToInt(List::size).sum()).isEqualTo(maps);
    assertThat(counting.asked()).hasSizeBetween(1, 8);
    assertThat(trial.fetchFiles()).hasSizeBetween(1, RegionCollector.LANES);
  }

  @Test
  void outputsAreFetchedAsTheyAreToldOneByOne(Vertx vertx) throws Exception {
    FaultyProxy counting =
        new FaultyProxy(vertx, trial.owner.port(), FaultyProxy.Fault.TRUNCATED, 0, 0);
    int port = await(counting.listen());
    Future<List<MapRegion>> fetching = trial.begin(READER, trial.order());
    for (int index = 0; index < MAPS; index++) {
      assertThat(fetching.isComplete()).isFalse();
      trial.tell(trial.owner.at(trial.owner.write(map(index, 1), 500), port));
      trial.awaitProgress(index + 1);
    }
    assertThat(await(fetching)).hasSize(MAPS);
    assertThat(counting.asked()).hasSize(MAPS).allMatch(asked -> asked.size() == 1);
  }

  /** Its answer says at once that it holds nothing else, and other lanes go on. */
  @Test
  void nothingWaitsBehindALargeRegion(Vertx vertx) throws Exception {
    FaultyProxy stalling =
        new FaultyProxy(vertx, trial.owner.port(), FaultyProxy.Fault.STALLED, 500_000, 100);
    int port = await(stalling.listen());
    int first = PARTITION;
    for (int index = 0; index < MAPS; index++) {
      trial.known.add(
          trial.owner.at(trial.owner.write(map(index, 1), index == first ? 1_000_000 : 500), port));
    }
    Future<List<MapRegion>> fetching = trial.begin(READER, trial.order());
    trial.awaitProgress(MAPS - 1);
    assertThat(fetching.isComplete()).isFalse();
    assertThat(stalling.asked().get(0)).hasSize(MAPS).first().isEqualTo(map(first, 1).name());
    assertThat(trial.unreadable).isEmpty();
    trial.cancel();
    assertThatThrownBy(() -> await(fetching)).hasCauseInstanceOf(TaskFailedException.class);
  }
}
