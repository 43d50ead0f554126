package dev.cobnut.master;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.SkipList;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Limits;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(30)
final class OrdersTest {
  private static final WorkerId WORKER = new WorkerId("worker", "life");
  private static final JobId JOB = new JobId("job");

  private final LinkedBlockingQueue<ToWorker> heard = new LinkedBlockingQueue<>();
  private Bus bus;
  private Orders orders;

  @BeforeEach
  void listen(Vertx vertx) throws Exception {
    bus = new Bus(vertx);
    TestCluster.await(
        bus.onToWorker(Addresses.worker("worker"), delivery -> heard.add(delivery.message()))
            .completion());
    orders = new Orders(bus, new Scheduler(Limits.DEFAULT, 7), 7);
  }

  @Test
  void whoAsksWhereMapOutputsLieIsAnsweredAlsoWhereThereAreNone() throws Exception {
    orders.announce(WORKER, JOB, 1, List.of());

    assertThat(next()).isEqualTo(new ToWorker.MapOutputsAre(7, JOB, 1, List.of()));
  }

  @Test
  void manyLocationsComeInSeveralMessages() throws Exception {
    List<MapOutputLocation> locations = new ArrayList<>();
    for (int map = 0; map < 1_001; map++) {
      locations.add(
          new MapOutputLocation(
              new AttemptId(new TaskId(JOB, 1, TaskKind.MAP, map), 7, 1), WORKER, "host", 7000));
    }

    orders.announce(WORKER, JOB, 1, locations);

    List<MapOutputLocation> told = new ArrayList<>();
    for (int size : new int[] {500, 500, 1}) {
      List<MapOutputLocation> part = ((ToWorker.MapOutputsAre) next()).locations();
      assertThat(part).hasSize(size);
      told.addAll(part);
    }
    assertThat(told).isEqualTo(locations);
    orders.announce(WORKER, JOB, 2, List.of());
    assertThat(((ToWorker.MapOutputsAre) next()).stage()).isEqualTo(2);
  }

  @Test
  void skipListTellsAWorkerOnlyWhereRecordsBegin() throws Exception {
    TaskId map = new TaskId(JOB, 0, TaskKind.MAP, 0);
    BadRecord bad = new BadRecord("/in/a", "a", 5, 9, "it was thrown");
    AttemptMode mode = new AttemptMode(1, false);
    Orders restored = new Orders(bus, scheduler(map, new SkipList(1, List.of(bad))), 7);

    restored.start(new Command.StartAttempt(WORKER, new AttemptId(map, 7, 1), false, mode));
    restored.flush();

    ToWorker.StartMap order = (ToWorker.StartMap) next();
    assertThat(order.mode()).isEqualTo(mode);
    assertThat(order.skipped()).containsExactly(new BadRecord("/in/a", "", 5, 0, ""));
  }

  private static Scheduler scheduler(TaskId map, SkipList skips) {
    JobSpec spec =
        new JobSpec(
            "job",
            new PluginRef("plugin", "1", "00"),
            List.of("/in"),
            "/out",
            1,
            1 << 20,
            Map.of(),
            0,
            0,
            true,
            false,
            Optional.empty());
    List<Save> saves =
        List.of(
            new Save.SaveJob(
                JOB,
                spec,
                JobState.MAPPING,
                List.of(new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1)),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                17),
            new Save.SaveStage(
                JOB, 0, List.of(new Split(List.of(new FileSlice("/in/a", "a", 0, 99, 99, 0))))),
            new Save.SaveSkips(map, skips, false));
    return Scheduler.restore(Limits.DEFAULT, 7, new Moment(0, 0), saves);
  }

  private ToWorker next() throws InterruptedException {
    return heard.poll(10, TimeUnit.SECONDS);
  }
}
