package dev.cobnut.core.makespan;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Limits;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.core.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Plays the maps of a job on so many workers of one slot, in virtual time, with the real scheduler
 * as a master that needs time for each thing it is told.
 */
final class Fleet {
  /** Rarer than in earnest, and the silence with it, so that a million tasks play in seconds. */
  private static final double HEARTBEAT_MS = 10_000;

  private static final long SILENCE_MS = 50_000;
  private static final double TICK_MS = 250;
  private static final JobId JOB = new JobId("long");

  /** Something that comes to pass; of one time, what was foreseen first comes first. */
  private record Due(double atMs, long order, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Double.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final Load load;
  private final Cost cost;
  private final Scheduler scheduler;
  private final PriorityQueue<Due> agenda = new PriorityQueue<>();
  private final List<Map<AttemptId, Double>> running = new ArrayList<>();
  private long foreseen;
  private double nowMs;
  private double masterFreeMs;
  private double busyMs;
  private double endMs;
  private int completed;

  Fleet(Load load, Cost cost, int workers) {
    this.load = load;
    this.cost = cost;
    Limits.WorkerLimits limits = Limits.DEFAULT.workers();
    this.scheduler =
        new Scheduler(
            new Limits(
                Limits.DEFAULT.tasks(),
                new Limits.WorkerLimits(
                    SILENCE_MS, limits.returnMs(), limits.failuresMax(), limits.exclusionMs()),
                Limits.DEFAULT.jobs()),
            1);
    for (int worker = 0; worker < workers; worker++) {
      running.add(new LinkedHashMap<>());
    }
  }

  /**
   * What came of it.
   *
   * @param makespanMs until the last map was completed
   * @param masterBusy share of that in which the master was busy
   */
  record Played(double makespanMs, double masterBusy) {}

  Played play() {
    for (int worker = 0; worker < running.size(); worker++) {
      WorkerInfo info = new WorkerInfo(id(worker), "h", 7_000, 1, 17, List.of(), 1);
      scheduler.apply(new Event.WorkerJoined(now(), info, false, List.of(), List.of()));
      beat(worker, HEARTBEAT_MS * worker / running.size());
    }
    submit();
    in(TICK_MS, this::tick);
    while (completed < load.maps()) {
      Due next = agenda.remove();
      nowMs = next.atMs();
      next.what().run();
    }
    return new Played(endMs, busyMs / endMs);
  }

  private static WorkerId id(int worker) {
    return new WorkerId(String.valueOf(worker), "1");
  }

  private void submit() {
    JobSpec spec =
        new JobSpec(
            "long",
            new PluginRef("long", "1", "0".repeat(64)),
            List.of("/in"),
            "/out",
            1,
            1,
            Map.of(),
            0,
            0,
            false,
            false,
            Optional.empty());
    Split split = new Split(List.of(new FileSlice("/in/a", "a", 0, 1, 1, 1)));
    tell(0, new Event.JobSubmitted(now(), JOB, spec));
    StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1);
    tell(0, new Event.JobPlanned(now(), JOB, List.of(stage)));
    tell(0, new Event.StagePlanned(now(), JOB, 0, Collections.nCopies(load.maps(), split)));
  }

  private Moment now() {
    long ms = (long) nowMs;
    return new Moment(ms, ms);
  }

  private void in(double ms, Runnable what) {
    agenda.add(new Due(nowMs + ms, foreseen++, what));
  }

  /** The master takes a thing in once it is done with those before it. */
  private void tell(double costMs, Event event) {
    masterFreeMs = Math.max(masterFreeMs, nowMs) + costMs;
    busyMs += costMs;
    for (Command command : scheduler.apply(event)) {
      double delayMs = masterFreeMs - nowMs + cost.message();
      if (command instanceof Command.StartAttempt order) {
        masterFreeMs += event instanceof Event.AttemptEnded ? 0 : cost.outcome();
        in(delayMs, () -> start(Integer.parseInt(order.worker().node()), order.attempt()));
      } else if (command instanceof Command.StopAttempt order) {
        running.get(Integer.parseInt(order.worker().node())).remove(order.attempt());
      } else if (command instanceof Save.SaveCompleted) {
        completed++;
        endMs = nowMs;
      }
    }
  }

  private void start(int worker, AttemptId attempt) {
    running.get(worker).put(attempt, nowMs);
    if (attempt.task().kind() == TaskKind.MAP) {
      in(load.ms(attempt.task().index()), () -> end(worker, attempt));
    }
  }

  private void end(int worker, AttemptId attempt) {
    if (running.get(worker).remove(attempt) == null) {
      return;
    }
    in(
        cost.message(),
        () -> {
          TaskResult result = new TaskResult.MapOutput(1, Map.of());
          Outcome outcome = new Outcome.Succeeded(attempt, AttemptMode.PLAIN, result);
          tell(cost.outcome(), new Event.AttemptEnded(now(), id(worker), outcome));
        });
  }

  private void beat(int worker, double delayMs) {
    in(
        delayMs,
        () -> {
          List<RunningAttempt> told = new ArrayList<>();
          running.get(worker).forEach((attempt, since) -> told.add(told(attempt, since)));
          tell(cost.heartbeat(), new Event.WorkerHeard(now(), id(worker), false, told));
          beat(worker, HEARTBEAT_MS);
        });
  }

  private RunningAttempt told(AttemptId attempt, double sinceMs) {
    boolean map = attempt.task().kind() == TaskKind.MAP;
    long total = map ? (long) load.ms(attempt.task().index()) + 1 : 1;
    long done = map ? (long) (nowMs - sinceMs) : 0;
    return new RunningAttempt(
        attempt, AttemptMode.PLAIN, map ? Phase.RUNNING : Phase.FETCHING, done, total);
  }

  private void tick() {
    tell(0, new Event.Tick(now()));
    in(TICK_MS, this::tick);
  }
}
