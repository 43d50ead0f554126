package dev.cobnut.master;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Limits;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
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
  private Orders orders;

  @BeforeEach
  void listen(Vertx vertx) throws Exception {
    Bus bus = new Bus(vertx);
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

  private ToWorker next() throws InterruptedException {
    return heard.poll(10, TimeUnit.SECONDS);
  }
}
