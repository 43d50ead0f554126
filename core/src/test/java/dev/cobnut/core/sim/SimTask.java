package dev.cobnut.core.sim;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.TaskResult;
import java.util.Map;
import java.util.TreeMap;

/** An attempt in a slot of a simulated worker, or waiting for one. */
abstract sealed class SimTask {
  private final SimWorker worker;
  private final AttemptId id;
  private final JobOrder job;
  private Phase phase;
  private long beganMs;
  private long takesMs;

  SimTask(SimWorker worker, AttemptId id, JobOrder job, Phase phase) {
    this.phase = phase;
    this.worker = worker;
    this.id = id;
    this.job = job;
  }

  SimWorker worker() {
    return worker;
  }

  AttemptId id() {
    return id;
  }

  JobOrder job() {
    return job;
  }

  Phase phase() {
    return phase;
  }

  /** It has all that it needs but a slot. */
  void waitForSlot() {
    phase = Phase.WAITING;
    worker.schedule();
  }

  /** It has a slot. */
  void begin() {
    phase = Phase.RUNNING;
    beganMs = worker.sim().nowMs();
    takesMs = worker.sim().taskMs();
    later(takesMs, this::finish);
  }

  /** It was ordered. */
  abstract void start();

  abstract void finish();

  RunningAttempt told() {
    long now = worker.sim().nowMs();
    return phase == Phase.RUNNING
        ? new RunningAttempt(id, AttemptMode.PLAIN, phase, now - beganMs, takesMs)
        : new RunningAttempt(id, AttemptMode.PLAIN, phase, 0, 0);
  }

  void hears(ToWorker.MapOutputsAre news) {}

  SimStorage.Part part() {
    return new SimStorage.Part(id, Map.of());
  }

  /** Does something later, if it still runs then. */
  void later(long delayMs, Runnable action) {
    worker.later(
        delayMs,
        () -> {
          if (worker.runs(this)) {
            action.run();
          }
        });
  }

  /** Takes a while, then leaves an output. */
  static final class MapTask extends SimTask {
    MapTask(SimWorker worker, AttemptId id, JobOrder job) {
      super(worker, id, job, Phase.WAITING);
    }

    @Override
    void start() {
      waitForSlot();
    }

    @Override
    void finish() {
      worker().end(this, job(), new TaskResult.MapOutput(100, SimJob.counters(id().task())));
    }
  }

  /** Fetches every map's output, one attempt of each, then takes a while and leaves a part. */
  static final class ReduceTask extends SimTask {
    private static final long FETCH_MS = 200;
    private static final long ASK_MS = 1_000;

    private final int maps;
    private final Map<Integer, MapOutputLocation> locations = new TreeMap<>();
    private final Map<Integer, AttemptId> read = new TreeMap<>();
    private final long patienceMs;
    private long unreadableMs = Long.MAX_VALUE / 2;
    private long askedMs = Long.MIN_VALUE / 2;

    ReduceTask(SimWorker worker, AttemptId id, JobOrder job, int maps) {
      super(worker, id, job, Phase.FETCHING);
      this.maps = maps;
      this.patienceMs = worker.sim().random(100, 6_000);
    }

    @Override
    SimStorage.Part part() {
      return new SimStorage.Part(id(), new TreeMap<>(read));
    }

    @Override
    void start() {
      fetch();
    }

    private long now() {
      return worker().sim().nowMs();
    }

    @Override
    void hears(ToWorker.MapOutputsAre news) {
      if (news.job().equals(job().id()) && news.stage() == job().stage()) {
        news.locations().forEach(one -> locations.put(one.attempt().task().index(), one));
      }
    }

    private void fetch() {
      boolean asks = now() - askedMs >= ASK_MS;
      for (int map = 0; map < maps; map++) {
        if (!read.containsKey(map)) {
          fetch(map, asks);
        }
      }
      if (asks) {
        askedMs = now();
      }
      if (read.size() == maps) {
        waitForSlot();
      } else if (now() - unreadableMs > patienceMs) {
        worker().sim().mark(Mark.REDUCE_MISSED_MAP_OUTPUT);
        worker().fail(this, Failure.Kind.MAP_OUTPUT_LOST);
      } else {
        later(FETCH_MS, this::fetch);
      }
    }

    private void fetch(int map, boolean asks) {
      Simulation sim = worker().sim();
      MapOutputLocation location = locations.get(map);
      if (location != null && sim.fetches(worker(), location)) {
        sim.observer().read(this, location.attempt());
        read.put(map, location.attempt());
        unreadableMs = Long.MAX_VALUE / 2;
      } else if (asks && location != null) {
        unreadableMs = Math.min(unreadableMs, now());
        worker()
            .toMaster(
                new ToMaster.MapOutputUnreadable(
                    worker().term(), worker().id(), location.attempt(), "gone"));
        askWhere(map);
      } else if (asks) {
        askWhere(map);
      }
    }

    private void askWhere(int map) {
      worker()
          .toMaster(
              new ToMaster.WantMapOutputs(
                  worker().term(), worker().id(), job().id(), job().stage(), map));
    }

    @Override
    void finish() {
      TaskResult result =
          new TaskResult.PreparedPart(id().name(), 10, 1, 1, SimJob.counters(id().task()));
      worker().end(this, job(), result);
    }
  }
}
