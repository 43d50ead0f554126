package dev.cobnut.master;

import dev.cobnut.core.message.PlanDescribed;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import dev.cobnut.runtime.bus.Delivery;
import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.runtime.storage.PreparedFile;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker that talks like one, and whose attempts succeed at once, unless it is told to hold them:
 * maps as they start, reduces as they know all outputs of maps. Confined to the context that it is
 * made on, but for what the fields say.
 */
final class FakeWorker {
  final WorkerId id;

  /** All that masters said, in order. */
  final List<ToWorker> heard = new CopyOnWriteArrayList<>();

  /** Whether attempts of maps or reduces run for ever. */
  volatile boolean holdsMaps;

  volatile boolean holdsReduces;

  /** Why plans can't be described; null where they can. */
  volatile PlanDescribed plan;

  /** How many questions for plans it refuses, as one that follows another master. */
  final AtomicInteger plansRefused = new AtomicInteger();

  private volatile boolean isDead;
  private final Bus bus;
  private final WorkerInfo info;
  private final List<RunningAttempt> running = new ArrayList<>();
  private final Map<AttemptId, Outcome> outcomes = new LinkedHashMap<>();
  private final List<AttemptId> held = new ArrayList<>();
  private final Map<TaskId, ToWorker> orders = new LinkedHashMap<>();
  private final Set<TaskId> mapOutputs = new HashSet<>();
  private long term;
  private String master = "";

  FakeWorker(Vertx vertx, String node, int slots) {
    bus = new Bus(vertx, node);
    id = new WorkerId(node, "life");
    info = new WorkerInfo(id, "127.0.0.1", 0, slots, 17, List.of(), 1_000);
    bus.onToWorker(Addresses.worker(node), this::hear);
    bus.onToWorker(Addresses.MASTERS, this::hear);
    vertx.setPeriodic(100, timer -> beat());
  }

  /** Says and hears nothing any more. */
  void die() {
    isDead = true;
  }

  /** Lets what it holds succeed. */
  void release() {
    holdsMaps = false;
    holdsReduces = false;
  }

  private void hear(Delivery<ToWorker> delivery) {
    if (isDead) {
      return;
    }
    ToWorker message = delivery.message();
    if (!(message instanceof ToWorker.MasterActs)) {
      heard.add(message);
    }
    if (message instanceof ToWorker.MasterActs acts) {
      if (acts.term() > term) {
        term = acts.term();
        master = acts.masterNode();
        hello();
      }
    } else if (message instanceof ToWorker.SayHello) {
      hello();
    } else if (message instanceof ToWorker.DescribePlan && plansRefused.get() > 0) {
      plansRefused.decrementAndGet();
      delivery.fail(Bus.OTHER_TERM, "term");
    } else if (message instanceof ToWorker.DescribePlan describe) {
      int reducers = describe.job().spec().reducers();
      delivery.reply(
          plan == null
              ? new PlanDescribed(
                  List.of(new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, reducers)), Optional.empty())
              : plan);
    } else if (message instanceof ToWorker.StartMap start) {
      running.add(
          new RunningAttempt(
              start.attempt(), AttemptMode.PLAIN, RunningAttempt.Phase.RUNNING, 0, 1));
      orders.put(start.attempt().task(), start);
    } else if (message instanceof ToWorker.StartReduce start) {
      running.add(
          new RunningAttempt(
              start.attempt(), AttemptMode.PLAIN, RunningAttempt.Phase.RUNNING, 0, 1));
      orders.put(start.attempt().task(), start);
    } else if (message instanceof ToWorker.MapOutputsAre news) {
      news.locations().forEach(each -> mapOutputs.add(each.attempt().task()));
    } else if (message instanceof ToWorker.StopAttempt stop) {
      running.removeIf(each -> each.attempt().equals(stop.attempt()));
    } else if (message instanceof ToWorker.Acknowledge settled) {
      settled.kept().forEach(outcomes::remove);
      settled.discarded().forEach(outcomes::remove);
    }
    if (finish()) {
      beat();
    }
  }

  /** Ends what isn't held. */
  private boolean finish() {
    boolean any = false;
    for (RunningAttempt each : List.copyOf(running)) {
      ToWorker order = orders.get(each.attempt().task());
      if (order instanceof ToWorker.StartMap && !holdsMaps) {
        any = true;
        held.add(each.attempt());
        end(each, new TaskResult.MapOutput(10, Map.of("map.records", 1L)));
      } else if (order instanceof ToWorker.StartReduce reduce
          && !holdsReduces
          && knowsAllMaps(reduce)) {
        any = true;
        end(each, part(reduce));
      }
    }
    return any;
  }

  private boolean knowsAllMaps(ToWorker.StartReduce order) {
    TaskId reduce = order.attempt().task();
    return mapOutputs.stream()
            .filter(map -> map.job().equals(reduce.job()) && map.stage() == reduce.stage())
            .count()
        == order.maps();
  }

  private void end(RunningAttempt attempt, TaskResult result) {
    running.remove(attempt);
    outcomes.put(
        attempt.attempt(), new Outcome.Succeeded(attempt.attempt(), AttemptMode.PLAIN, result));
  }

  private static TaskResult.PreparedPart part(ToWorker.StartReduce reduce) {
    String name = reduce.attempt().name() + ".part";
    byte[] bytes = (reduce.attempt().task().name() + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      OutputFolder output = OutputFolder.of(reduce.job().spec().output());
      try (PreparedFile file = output.create(reduce.job().id(), name)) {
        file.write(bytes);
        file.finish();
        return new TaskResult.PreparedPart(name, bytes.length, 1, file.crc32c(), Map.of());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void hello() {
    tell(
        new ToMaster.Hello(
            term, info, false, running, List.copyOf(outcomes.values()), List.copyOf(held)));
  }

  private void beat() {
    finish();
    if (term > 0 && !isDead) {
      askForMapOutputs();
      tell(new ToMaster.Heartbeat(term, id, false, running, List.copyOf(outcomes.values())));
    }
  }

  /** The master that had news for its reduces may be gone. */
  private void askForMapOutputs() {
    for (RunningAttempt each : running) {
      ToWorker order = orders.get(each.attempt().task());
      if (order instanceof ToWorker.StartReduce reduce && !knowsAllMaps(reduce)) {
        TaskId task = each.attempt().task();
        tell(new ToMaster.WantMapOutputs(term, id, task.job(), task.stage(), 0));
      }
    }
  }

  private <M extends Record & ToMaster> void tell(M message) {
    bus.send(Addresses.master(master), message);
  }
}
