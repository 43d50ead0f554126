package dev.cobnut.worker;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.runtime.Node;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import dev.cobnut.runtime.bus.Delivery;
import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.worker.shuffle.EarlierLives;
import dev.cobnut.worker.shuffle.HeldOutputs;
import dev.cobnut.worker.shuffle.LocalFiles;
import dev.cobnut.worker.shuffle.MapRegion;
import dev.cobnut.worker.shuffle.MasterLine;
import dev.cobnut.worker.shuffle.Neighbours;
import dev.cobnut.worker.shuffle.RegionFetcher;
import dev.cobnut.worker.shuffle.ShuffleClient;
import dev.cobnut.worker.shuffle.ShuffleParts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the {@link MasterLink} says is to be done: on the bus, on the slots' threads, on
 * the disk. Confined to the worker's context, where all that ends elsewhere comes back to.
 */
final class WorkerEngine implements MasterLine {
  private static final int SCAN_THREADS = 4;
  private static final long OFFER_MS = 5_000;

  /** For which an end waits until its outcomes are acknowledged. */
  private static final long HAND_OVER_MS = 500;

  /** Until a job's folder that couldn't be deleted is tried again. */
  private static final long DROP_AGAIN_MS = 30_000;

  /** Heartbeats from one probe of a sick disk to the next. */
  private static final long PROBE_BEATS = 2;

  private static final Logger LOG = LoggerFactory.getLogger(WorkerEngine.class);

  private final Vertx vertx;
  private final Context context;
  private final Node node;
  private final LocalFiles files;
  private final HeldOutputs held;
  private final Bus bus;
  private final FetchingReduces fetching;
  private final SlotPool slots;
  private final EndsTogether ends;
  private final MasterLink link;
  private final ShuffleClient client;
  private final RegionFetcher fetcher;
  private final TaskRunner runner;
  private final PlanDesk plans;
  private final WorkerExecutor scanners;
  private final DiskScan scan;
  private final DiskHealth disk;

  /** Set while it ends; completed when there is nothing left to hand over. */
  private @Nullable Promise<Void> handingOver;

  /** What goes on now. */
  private final Set<Future<?>> diskWork = new HashSet<>();

  WorkerEngine(
      Vertx vertx,
      Context context,
      Node node,
      WorkerInfo info,
      LocalFiles files,
      HeldOutputs held) {
    this.vertx = vertx;
    this.context = context;
    this.node = node;
    this.files = files;
    this.held = held;
    this.bus = new Bus(vertx, node.name());
    JobCode code = new JobCode(node.plugins());
    this.slots = new SlotPool(info.slots(), outcome -> onContext(() -> ended(outcome)));
    this.ends = new EndsTogether(vertx, slots::hasWaiting, this::beat);
    DiskProbe probe = new DiskProbe(files.home());
    long probeMs = PROBE_BEATS * node.config().heartbeat().intervalMs();
    this.disk = new DiskHealth(vertx, probe, probeMs, this::beat);
    this.link = new MasterLink(info, this::running, disk::isSick);
    this.client =
        new ShuffleClient(
            vertx, RegionFetcher.connectionsMax(info.slots()), ShuffleClient.Timeouts.DEFAULT);
    this.fetcher =
        new RegionFetcher(
            new ShuffleParts(vertx, info.id(), held, files, client, neighbours(info), this));
    LostRegions lost =
        new LostRegions((map, owner, why) -> onContext(() -> unreadable(map, owner, why)));
    this.runner = new TaskRunner(code, files, lost, probe, TaskRunner.Budget.of(node));
    this.fetching = new FetchingReduces(this::prepare, fetcher, new AfterFetch());
    this.plans = new PlanDesk(vertx, node.name(), code::describe);
    this.scanners = vertx.createSharedWorkerExecutor("cobnut-scan-" + node.name(), SCAN_THREADS);
    this.scan =
        new DiskScan(
            scanners,
            SCAN_THREADS,
            new EarlierLives(files, held),
            (map, isWhole) -> carryOut(link.found(map, isWhole)));
  }

  private Neighbours neighbours(WorkerInfo info) {
    return new Neighbours(
        vertx, client, node.config().shuffle().readsNeighbours() ? info.host() : "");
  }

  /**
   * Begins to listen to masters, and to be heard, once it knows what it has to offer.
   *
   * @param remains map outputs of earlier lives, to be checked
   */
  Future<?> start(List<AttemptId> remains) {
    Future<Void> scanned = scan.run(remains);
    long offers = vertx.setPeriodic(OFFER_MS, tick -> carryOut(link.offer()));
    scanned.onComplete(
        end -> {
          vertx.cancelTimer(offers);
          carryOut(link.offer());
        });
    long patienceMs = DiskScan.patienceMs(node.config().heartbeat().timeoutMs());
    return Future.any(scanned, vertx.timer(patienceMs, TimeUnit.MILLISECONDS))
        .compose(
            known -> {
              link.assume(scan.unread());
              return listen();
            });
  }

  private Future<?> listen() {
    vertx.setPeriodic(node.config().heartbeat().intervalMs(), tick -> carryOut(link.tick()));
    return Future.all(
        bus.onToWorker(Addresses.worker(node.name()), this::heard).completion(),
        bus.onToWorker(Addresses.MASTERS, this::heard).completion());
  }

  /**
   * Stops all attempts, hands over what has ended, says goodbye, and waits for what is done on the
   * disk. Map outputs stay, for the next life to offer.
   */
  Future<Void> close() {
    scan.close();
    disk.close();
    fetching.close();
    slots.close();
    return handOver()
        .eventually(
            () -> {
              carryOut(link.leave());
              // What failed on the disk is logged already.
              return Future.join(List.copyOf(diskWork)).otherwiseEmpty();
            })
        .eventually(client::close)
        .eventually(plans::close)
        .eventually(scanners::close);
  }

  /** What has ended counts only once its master has said so, which takes a moment. */
  private Future<Void> handOver() {
    if (!link.awaitsAcknowledgement()) {
      return Future.succeededFuture();
    }
    Promise<Void> done = Promise.promise();
    handingOver = done;
    beat();
    vertx.setTimer(HAND_OVER_MS, timer -> done.tryComplete());
    return done.future();
  }

  private void heard(Delivery<ToWorker> delivery) {
    ToWorker message = delivery.message();
    boolean isAccepted = link.accepts(message);
    carryOut(link.heard(message));
    if (handingOver != null && !link.awaitsAcknowledgement()) {
      handingOver.tryComplete();
    }
    if (message instanceof ToWorker.Acknowledge acknowledge && !acknowledge.kept().isEmpty()) {
      CrashPoint.WORKER_AFTER_ACKNOWLEDGE.reach();
    }
    if (message instanceof ToWorker.DescribePlan describe) {
      if (isAccepted) {
        describe(describe, delivery);
      } else {
        delivery.fail(
            Bus.OTHER_TERM, "term: " + message.term() + " (expected: " + link.term() + ")");
      }
    }
  }

  /** What fetches, waits for a slot, or has one. */
  private List<RunningAttempt> running() {
    return Stream.concat(fetching.running().stream(), slots.running().stream())
        .sorted(Comparator.comparing(RunningAttempt::attempt))
        .toList();
  }

  private Future<?> prepare(ToWorker.StartReduce order) {
    return vertx.executeBlocking(
        () -> {
          runner.prepare(order);
          return order;
        },
        false);
  }

  /** Where reduces go from fetching. */
  private final class AfterFetch implements FetchingReduces.Next {
    @Override
    public void fetched(ToWorker.StartReduce order, List<MapRegion> regions) {
      CrashPoint.SHUFFLE_AFTER_ALL.reach();
      slots.start(
          order.attempt(), AttemptMode.PLAIN, control -> runner.run(order, regions, control));
      // The master gives out slots, and waits to be told who wants one.
      beat();
    }

    @Override
    public void ended(Outcome outcome) {
      WorkerEngine.this.ended(outcome);
    }
  }

  private void ended(Outcome outcome) {
    AttemptId attempt = outcome.attempt();
    files.leave(attempt.task().job());
    if (outcome instanceof Outcome.Failed failed
        && failed.failure().kind() == Failure.Kind.LOCAL_DISK) {
      disk.failed(failed.failure().message());
    }
    if (attempt.task().kind() == TaskKind.REDUCE) {
      // What it fetched is of no use to any other attempt.
      onDisk(
          "delete files of " + attempt,
          () -> {
            files.deleteAttempt(attempt);
            return attempt;
          });
    }
    carryOut(link.ended(outcome));
    ends.ended();
  }

  private void beat() {
    ends.told();
    carryOut(link.beat());
  }

  private void describe(ToWorker.DescribePlan question, Delivery<ToWorker> delivery) {
    plans
        .describe(question.job())
        .onSuccess(delivery::reply)
        .onFailure(failure -> delivery.fail(500, failure.toString()));
  }

  @Override
  public void wanted(JobId job, int stage, int fromMap) {
    carryOut(link.wanted(job, stage, fromMap));
  }

  @Override
  public void unreadable(AttemptId map, WorkerId owner, String reason) {
    carryOut(link.unreadable(map, owner, reason));
  }

  private void carryOut(List<Duty> duties) {
    duties.forEach(this::carryOut);
  }

  private void carryOut(Duty duty) {
    if (duty instanceof Duty.Tell tell) {
      tell(tell);
    } else if (duty instanceof Duty.RunMap run) {
      files.enter(run.order().job().id());
      CrashPoint.WORKER_BEFORE_ATTEMPT.reach();
      slots.start(
          run.order().attempt(), run.order().mode(), control -> runner.run(run.order(), control));
    } else if (duty instanceof Duty.RunReduce run) {
      files.enter(run.order().job().id());
      CrashPoint.WORKER_BEFORE_ATTEMPT.reach();
      fetching.start(run.order());
    } else if (duty instanceof Duty.Stop stop) {
      if (!fetching.stop(stop.attempt())) {
        slots.stop(stop.attempt());
      }
    } else if (duty instanceof Duty.Delete delete) {
      delete(delete);
    } else if (duty instanceof Duty.Drop drop) {
      drop(drop.job());
    } else if (duty instanceof Duty.Check check) {
      check(check.map());
    } else if (duty instanceof Duty.Note note) {
      fetcher.heard(note.news());
    } else {
      throw new IllegalStateException("duty: " + duty + " (expected: one that is known)");
    }
  }

  private void tell(Duty.Tell tell) {
    boolean isHello = tell.message() instanceof ToMaster.Hello;
    boolean isOutcome =
        tell.message() instanceof ToMaster.Heartbeat beat && !beat.outcomes().isEmpty();
    if (isHello) {
      CrashPoint.WORKER_BEFORE_HELLO.reach();
    } else if (isOutcome) {
      CrashPoint.WORKER_BEFORE_OUTCOME.reach();
    }
    bus.send(Addresses.master(tell.masterNode()), (Record) tell.message());
    if (isHello) {
      CrashPoint.WORKER_AFTER_HELLO.reach();
    } else if (isOutcome) {
      CrashPoint.WORKER_AFTER_OUTCOME.reach();
    }
  }

  private void delete(Duty.Delete delete) {
    AttemptId attempt = delete.attempt();
    if (attempt.task().kind() == TaskKind.MAP) {
      held.forget(attempt);
    }
    onDisk(
        "delete files of " + attempt,
        () -> {
          CrashPoint.WORKER_BEFORE_DELETE.reach();
          runner.delete(attempt, delete.output());
          CrashPoint.WORKER_AFTER_DELETE.reach();
          return attempt;
        });
  }

  private void drop(JobId job) {
    held.forget(job);
    onDisk(
            "delete files of job " + job,
            () -> {
              CrashPoint.WORKER_BEFORE_DROP.reach();
              files.deleteJob(job);
              CrashPoint.WORKER_AFTER_DROP.reach();
              return job;
            })
        .onFailure(failed -> vertx.setTimer(DROP_AGAIN_MS, again -> drop(job)));
  }

  private void check(AttemptId map) {
    onDisk(
            "check map output " + map,
            () -> {
              held.check(map);
              return map;
            })
        .onComplete(read -> carryOut(link.checked(map, read.succeeded())));
  }

  /** What fails to be deleted of an attempt goes with the folder of its job. */
  private Future<?> onDisk(String what, Callable<?> work) {
    Future<?> done = vertx.executeBlocking(work, false);
    diskWork.add(done);
    return done.onFailure(failure -> LOG.warn("can't {}: {}", what, failure.toString()))
        .onComplete(end -> diskWork.remove(done));
  }

  private void onContext(Runnable work) {
    context.runOnContext(run -> work.run());
  }
}
