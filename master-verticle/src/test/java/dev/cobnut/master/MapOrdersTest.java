package dev.cobnut.master;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.message.ToWorker.StartMap;
import dev.cobnut.core.message.ToWorker.StartMaps;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MapOrdersTest {
  private static final WorkerId V = new WorkerId("v", "1");
  private static final WorkerId W = new WorkerId("w", "1");

  private final MapOrders orders = new MapOrders();
  private final List<WorkerId> workers = new ArrayList<>();
  private final List<ToWorker> messages = new ArrayList<>();

  private void flush() {
    orders.flush(
        (worker, message) -> {
          workers.add(worker);
          messages.add(message);
        });
  }

  private static StartMap order(String job, int index, int slices, BadRecord... skipped) {
    FileSlice slice = new FileSlice("/in/a-file-with-a-name", "a-file-with-a-name", 0, 9, 9, 0);
    return new StartMap(
        7,
        new AttemptId(new TaskId(new JobId(job), 0, TaskKind.MAP, index), 7, 1),
        new JobOrder(
            new JobId(job), spec(), 0, new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1), "nonce"),
        new Split(Collections.nCopies(slices, slice)),
        Optional.of("boundaries"),
        AttemptMode.PLAIN,
        List.of(skipped));
  }

  private static JobSpec spec() {
    return new JobSpec(
        "job",
        new PluginRef("plugin", "1", "00"),
        List.of("/in"),
        "/out",
        1,
        1 << 20,
        Map.of(),
        0,
        0,
        false,
        false,
        Optional.empty());
  }

  @Test
  void mapsOfAStageForAWorkerShareAMessage() {
    orders.add(V, order("a", 0, 1));
    orders.add(W, order("a", 1, 1));
    orders.add(V, order("a", 2, 1));
    orders.add(V, order("b", 0, 1));

    flush();

    assertThat(workers).containsExactly(V, W, V);
    assertThat(((StartMaps) messages.get(0)).each())
        .containsExactly(order("a", 0, 1), order("a", 2, 1));
    assertThat(messages.subList(1, 3)).containsExactly(order("a", 1, 1), order("b", 0, 1));
  }

  @Test
  void orderIsGivenOnce() {
    orders.add(V, order("a", 0, 1));
    flush();
    flush();

    assertThat(messages).hasSize(1);
  }

  @Test
  void mapThatLeavesRecordsOutGoesAlone() {
    BadRecord bad = new BadRecord("/in/a", "", 5, 0, "");
    for (int index = 0; index < 5; index++) {
      orders.add(V, index == 2 ? order("a", index, 1, bad) : order("a", index, 1));
    }

    flush();

    assertThat(messages).hasSize(3);
    assertThat(((StartMaps) messages.get(0)).maps()).hasSize(2);
    assertThat(messages.get(1)).isEqualTo(order("a", 2, 1, bad));
    assertThat(((StartMaps) messages.get(2)).maps()).hasSize(2);
  }

  @Test
  void mapsOfManyFilesAreCutIntoMessagesThatTheBusBears() {
    for (int index = 0; index < 10; index++) {
      orders.add(V, order("a", index, 600));
    }

    flush();

    assertThat(messages).hasSize(5).allMatch(message -> ((StartMaps) message).maps().size() == 2);
  }
}
