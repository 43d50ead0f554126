package dev.cobnut.master;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.SkipList;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.master.output.JobFolder;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import dev.cobnut.runtime.crash.CrashPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The orders that go to workers over the bus. Confined to the master's context. */
final class Orders {
  private static final int LOCATIONS_MAX = 500;

  private final Bus bus;
  private final Scheduler scheduler;
  private final long term;
  private final MapOrders mapOrders = new MapOrders();
  private final Map<WorkerId, Settled> settled = new TreeMap<>();

  private static final class Settled {
    private final List<AttemptId> kept = new ArrayList<>();
    private final List<AttemptId> discarded = new ArrayList<>();
  }

  Orders(Bus bus, Scheduler scheduler, long term) {
    this.bus = bus;
    this.scheduler = scheduler;
    this.term = term;
  }

  /** A map is told with all others for the worker, when {@link #flush()} is called. */
  void start(Command.StartAttempt start) {
    CrashPoint.MASTER_BEFORE_ORDER.reach();
    TaskId task = start.attempt().task();
    JobId job = task.job();
    order(task)
        .ifPresent(
            order -> {
              if (task.kind() == TaskKind.MAP) {
                mapOrders.add(start.worker(), startMap(start, order));
              } else {
                int maps = scheduler.maps(job, task.stage());
                send(start.worker(), new ToWorker.StartReduce(term, start.attempt(), order, maps));
              }
            });
  }

  private ToWorker.StartMap startMap(Command.StartAttempt start, JobOrder order) {
    TaskId task = start.attempt().task();
    return new ToWorker.StartMap(
        term,
        start.attempt(),
        order,
        scheduler.split(task),
        scheduler.boundariesFile(task.job(), task.stage()),
        start.mode(),
        places(scheduler.skips(task)));
  }

  /** A worker only looks at where they begin, and a list of thousands is to fit a message. */
  private static List<BadRecord> places(SkipList skips) {
    return skips.records().stream()
        .map(bad -> new BadRecord(bad.file(), "", bad.offset(), 0, ""))
        .toList();
  }

  private Optional<JobOrder> order(TaskId task) {
    JobId job = task.job();
    return scheduler
        .spec(job)
        .map(
            spec ->
                new JobOrder(
                    job,
                    spec,
                    task.stage(),
                    scheduler.stages(job).get(task.stage()),
                    JobFolder.nonce(job)));
  }

  void stop(Command.StopAttempt stop) {
    send(stop.worker(), new ToWorker.StopAttempt(term, stop.attempt()));
  }

  /** Told with all others for the worker, when {@link #flush()} is called. */
  void acknowledge(Command.AcknowledgeOutcome outcome) {
    Settled ofWorker = settled.computeIfAbsent(outcome.worker(), worker -> new Settled());
    (outcome.discard() ? ofWorker.discarded : ofWorker.kept).add(outcome.attempt());
  }

  /** Tells workers which maps to run, and what is settled. */
  void flush() {
    mapOrders.flush(this::send);
    settled.forEach(
        (worker, outcomes) -> {
          if (!outcomes.kept.isEmpty()) {
            CrashPoint.MASTER_BEFORE_ACKNOWLEDGE.reach();
          }
          if (!outcomes.discarded.isEmpty()) {
            CrashPoint.MASTER_BEFORE_DISCARD.reach();
          }
          send(worker, new ToWorker.Acknowledge(term, outcomes.kept, outcomes.discarded));
        });
    settled.clear();
  }

  /** At least one message, so that who asked is answered also where there is nothing to tell. */
  void announce(WorkerId worker, JobId job, int stage, List<MapOutputLocation> locations) {
    int from = 0;
    do {
      int to = Math.min(locations.size(), from + LOCATIONS_MAX);
      send(worker, new ToWorker.MapOutputsAre(term, job, stage, locations.subList(from, to)));
      from = to;
    } while (from < locations.size());
  }

  void check(Command.CheckMapOutput check) {
    send(check.owner(), new ToWorker.CheckMapOutput(term, check.map()));
  }

  void drain(Command.TellDraining tell) {
    send(tell.worker(), new ToWorker.Drain(term, tell.draining()));
  }

  void askHello(WorkerId worker) {
    send(worker, new ToWorker.SayHello(term));
  }

  void drop(JobId job, List<WorkerId> workers) {
    workers.forEach(worker -> send(worker, new ToWorker.DropJob(term, job)));
  }

  /** All messages are records. */
  private void send(WorkerId worker, ToWorker message) {
    bus.send(Addresses.worker(worker.node()), (Record) message);
  }
}
