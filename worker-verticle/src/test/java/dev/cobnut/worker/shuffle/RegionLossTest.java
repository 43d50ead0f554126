package dev.cobnut.worker.shuffle;

import static dev.cobnut.worker.shuffle.FetchTrial.MAPS;
import static dev.cobnut.worker.shuffle.FetchTrial.READER;
import static dev.cobnut.worker.shuffle.ShuffleTrial.JOB;
import static dev.cobnut.worker.shuffle.ShuffleTrial.OWNER;
import static dev.cobnut.worker.shuffle.ShuffleTrial.await;
import static dev.cobnut.worker.shuffle.ShuffleTrial.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.worker.task.TaskFailedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A reduce that can't have the outputs that the master knows of. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
final class RegionLossTest {
  @TempDir Path folder;
  private FetchTrial trial;

  @BeforeEach
  void prepare(Vertx vertx) throws Exception {
    trial = new FetchTrial(vertx, folder);
  }

  @Test
  void whatANeighbourHasLostIsToldAsItsOwnerTellsIt() throws Exception {
    trial.knowAll();
    trial.ownHost = "127.0.0.1";
    trial.owner.files().writeLife(OWNER.incarnation());
    Files.delete(trial.owner.files().mapOutput(map(1, 1)));
    assertThatThrownBy(() -> trial.fetch(READER)).hasMessageContaining("status 404");
    assertThat(trial.unreadable).containsExactly(map(1, 1));
  }

  @Test
  void mapThatRunsAgainIsWaitedForWithoutFailure() throws Exception {
    trial.knowAll();
    Files.delete(trial.owner.files().mapOutput(map(1, 1)));
    trial.onQuestion =
        () -> {
          if (!trial.unreadable.isEmpty()) {
            trial.known.removeIf(location -> location.attempt().equals(map(1, 1)));
          }
        };
    Future<List<MapRegion>> fetching = trial.begin(READER, trial.order());
    trial.awaitProgress(4);
    trial.later(RegionCollector.RELOCATION_MS + 1_000);
    assertThat(fetching.isComplete()).isFalse();
    AttemptId again = trial.owner.write(map(1, 2), 1_000);
    trial.tell(trial.owner.at(again, trial.owner.port()));
    assertThat(await(fetching)).extracting(MapRegion::map).contains(again);
    assertThat(trial.unreadable).containsExactly(map(1, 1));
    // At once, and when the master had its time to look into it.
    assertThat(trial.asked).containsExactly(0, 1, 1);
  }

  /**
   * The master knew better before the fetch had failed, so that there is nothing to complain of.
   */
  @Test
  void mapsThatMoveWhileTheyAreFetchedAreFetchedThere(Vertx vertx) throws Exception {
    List<MapOutputLocation> moved = new ArrayList<>();
    for (int index = 0; index < MAPS; index++) {
      moved.add(trial.owner.at(trial.owner.write(map(index, 1), 1_000), trial.owner.port()));
    }
    NetServer hangsUp = vertx.createNetServer();
    hangsUp.connectHandler(
        socket -> {
          moved.forEach(trial::tell);
          socket.close();
        });
    int port = await(hangsUp.listen(0, "127.0.0.1")).actualPort();
    moved.forEach(location -> trial.known.add(trial.owner.at(location.attempt(), port)));
    assertThat(trial.fetch(READER)).hasSize(MAPS);
    assertThat(trial.unreadable).isEmpty();
    assertThat(trial.asked).containsExactly(0);
  }

  @Test
  void newLocationOfALostMapIsFetchedInstead() throws Exception {
    trial.knowAll();
    Files.delete(trial.owner.files().mapOutput(map(1, 1)));
    AttemptId again = trial.owner.write(map(1, 2), 1_000);
    trial.onQuestion =
        () -> {
          if (!trial.unreadable.isEmpty()) {
            trial.known.set(1, trial.owner.at(again, trial.owner.port()));
          }
        };
    List<MapRegion> regions = trial.fetch(READER);
    assertThat(trial.unreadable).containsExactly(map(1, 1));
    assertThat(regions)
        .extracting(MapRegion::map)
        .containsExactly(map(0, 1), again, map(2, 1), map(3, 1), map(4, 1));
  }

  @Test
  void mapThatTheMasterStillHasWhereItCannotBeReadIsLost() throws Exception {
    trial.knowAll();
    Files.delete(trial.owner.files().mapOutput(map(4, 1)));
    assertThatThrownBy(() -> trial.fetch(READER))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            lost -> {
              assertThat(lost.failure().kind()).isEqualTo(Failure.Kind.MAP_OUTPUT_LOST);
              assertThat(lost.failure().isCounted()).isFalse();
              assertThat(lost.failure().message())
                  .startsWith("s0-m-00004.t1.a1 on owner-1: ")
                  .contains("404");
            });
    assertThat(trial.unreadable).containsExactly(map(4, 1));
  }

  @Test
  void workerThatServesNothingHasLostItsMaps() {
    for (int index = 0; index < MAPS; index++) {
      trial.known.add(trial.owner.at(map(index, 1), 0));
    }
    assertThatThrownBy(() -> trial.fetch(READER))
        .hasMessageContaining("owner-1 serves no map outputs");
  }

  @Test
  void diskThatCantBeWrittenIsNoFaultOfTheMap() throws Exception {
    trial.knowAll();
    trial.files.deleteJob(JOB);
    assertThatThrownBy(() -> trial.fetch(READER))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.LOCAL_DISK));
    assertThat(trial.unreadable).isEmpty();
  }

  @Test
  void workerThatLostManyOutputsIsAskedAboutOnce() throws Exception {
    int maps = 50;
    for (int index = 0; index < maps; index++) {
      trial.known.add(trial.owner.at(map(index, 1), trial.owner.port()));
    }
    assertThatThrownBy(() -> trial.fetch(READER, trial.order(maps)))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            lost -> assertThat(lost.failure().kind()).isEqualTo(Failure.Kind.MAP_OUTPUT_LOST));
    assertThat(trial.unreadable).hasSize(maps).doesNotHaveDuplicates();
    // Where they lie, whether that holds, and once more when the master had its time.
    assertThat(trial.asked).containsExactly(0, 0, 0);
  }
}
