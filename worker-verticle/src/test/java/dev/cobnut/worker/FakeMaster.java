package dev.cobnut.worker;

import dev.cobnut.core.message.PlanDescribed;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import dev.cobnut.runtime.bus.MessageJson;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A master of few words on the bus: orders what the test says, and keeps all that it is told. */
final class FakeMaster {
  private static final long WAIT_S = 20;

  private final Bus bus;
  private final String node;
  private final long term;
  private final List<MapOutputLocation> locations = new CopyOnWriteArrayList<>();
  private final List<ToMaster> heard = new ArrayList<>();
  private final List<Runnable> watchers = new ArrayList<>();
  private boolean acknowledges = true;

  FakeMaster(Vertx vertx, String node, long term) throws Exception {
    this.bus = new Bus(vertx, node);
    this.node = node;
    this.term = term;
    bus.onToMaster(Addresses.master(node), delivery -> heard(delivery.message()))
        .completion()
        .toCompletionStage()
        .toCompletableFuture()
        .get(WAIT_S, TimeUnit.SECONDS);
    act();
  }

  /** Says that it is there. */
  void act() {
    bus.publish(Addresses.MASTERS, new ToWorker.MasterActs(term, node));
  }

  synchronized void acknowledgeNothing() {
    acknowledges = false;
  }

  void send(WorkerInfo worker, ToWorker message) {
    bus.send(Addresses.worker(worker.id().node()), (Record) message);
  }

  PlanDescribed describe(WorkerInfo worker, ToWorker.DescribePlan question) throws Exception {
    return MessageJson.planDescribed(
        bus.request(
                Addresses.worker(worker.id().node()), question, TimeUnit.SECONDS.toMillis(WAIT_S))
            .toCompletionStage()
            .toCompletableFuture()
            .get(WAIT_S, TimeUnit.SECONDS));
  }

  /** Tells workers that ask where a map output lies. */
  void knows(AttemptId map, WorkerInfo holder) {
    locations.add(new MapOutputLocation(map, holder.id(), holder.host(), holder.shufflePort()));
  }

  /** Tells a worker, unasked, where a map output lies. */
  void announce(WorkerInfo worker, AttemptId map, WorkerInfo holder) {
    send(
        worker,
        new ToWorker.MapOutputsAre(
            term,
            map.task().job(),
            map.task().stage(),
            List.of(new MapOutputLocation(map, holder.id(), holder.host(), holder.shufflePort()))));
  }

  /**
   * Waits until a worker says of an attempt that it is in a phase; of one that fetches, also that
   * something has come.
   */
  RunningAttempt awaitPhase(AttemptId attempt, RunningAttempt.Phase phase) throws Exception {
    return await(
        messages ->
            messages
                .filter(ToMaster.Heartbeat.class::isInstance)
                .flatMap(beat -> ((ToMaster.Heartbeat) beat).running().stream())
                .filter(running -> running.attempt().equals(attempt))
                .filter(running -> running.phase() == phase)
                .filter(
                    running -> running.doneBytes() > 0 || phase != RunningAttempt.Phase.FETCHING)
                .findFirst()
                .orElse(null));
  }

  void forgets(AttemptId map) {
    locations.removeIf(location -> location.attempt().equals(map));
  }

  WorkerInfo awaitHello(String workerNode) throws Exception {
    return await(
            messages ->
                messages
                    .filter(ToMaster.Hello.class::isInstance)
                    .map(ToMaster.Hello.class::cast)
                    .filter(hello -> hello.info().id().node().equals(workerNode))
                    .reduce((earlier, later) -> later)
                    .orElse(null))
        .info();
  }

  /** A later hello of the same life that names as many map outputs. */
  ToMaster.Hello awaitHello(ToMaster.Hello earlier, int heldCount) throws Exception {
    return await(
        messages ->
            messages
                .filter(ToMaster.Hello.class::isInstance)
                .map(ToMaster.Hello.class::cast)
                .filter(hello -> hello.info().id().equals(earlier.info().id()))
                .filter(hello -> hello.held().size() == heldCount)
                .findFirst()
                .orElse(null));
  }

  Outcome awaitOutcome(AttemptId attempt) throws Exception {
    return await(
        messages ->
            messages
                .flatMap(FakeMaster::outcomes)
                .filter(outcome -> outcome.attempt().equals(attempt))
                .findFirst()
                .orElse(null));
  }

  <M extends ToMaster> M await(Class<M> type) throws Exception {
    return await(
        messages -> messages.filter(type::isInstance).map(type::cast).findFirst().orElse(null));
  }

  /** Waits until the messages so far have what is looked for. */
  <T> T await(Function<Stream<ToMaster>, @Nullable T> search) throws Exception {
    CompletableFuture<T> found = new CompletableFuture<>();
    synchronized (this) {
      Runnable watcher =
          () -> {
            T result = search.apply(heard.stream());
            if (result != null) {
              found.complete(result);
            }
          };
      watchers.add(watcher);
      watcher.run();
    }
    return found.get(WAIT_S, TimeUnit.SECONDS);
  }

  private static Stream<Outcome> outcomes(ToMaster message) {
    return message instanceof ToMaster.Heartbeat beat ? beat.outcomes().stream() : Stream.of();
  }

  private synchronized void heard(ToMaster message) {
    heard.add(message);
    List.copyOf(watchers).forEach(Runnable::run);
    String worker = message.worker().node();
    if (message instanceof ToMaster.WantMapOutputs want) {
      List<MapOutputLocation> known =
          locations.stream()
              .filter(location -> location.attempt().task().index() >= want.fromMap())
              .filter(location -> location.attempt().task().stage() == want.stage())
              .toList();
      bus.send(
          Addresses.worker(worker),
          new ToWorker.MapOutputsAre(term, want.job(), want.stage(), known));
    }
    List<AttemptId> ended = outcomes(message).map(Outcome::attempt).toList();
    if (acknowledges && !ended.isEmpty()) {
      bus.send(Addresses.worker(worker), new ToWorker.Acknowledge(term, ended, List.of()));
    }
  }
}
