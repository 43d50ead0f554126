package dev.cobnut.benchmarks.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Workers that do as they are told: whatever is ordered runs until it is ended from here. */
final class Fleet {
  private static final long MAP_BYTES_MAX = BigJob.SPLIT_BYTES;

  private final Scheduler scheduler;
  private final List<WorkerId> workers = new ArrayList<>();
  private final List<Deque<AttemptId>> maps = new ArrayList<>();
  private final List<Deque<AttemptId>> reduces = new ArrayList<>();
  private long nowMs = 1_000;
  private int next;
  private long commands;

  Fleet(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  Moment now() {
    return new Moment(nowMs, 1_000_000_000_000L + nowMs);
  }

  void later(long ms) {
    nowMs += ms;
  }

  int size() {
    return workers.size();
  }

  /** Commands that were given so far. */
  long commands() {
    return commands;
  }

  void join(int count, int slots) {
    for (int worker = 0; worker < count; worker++) {
      WorkerId id = new WorkerId(String.valueOf(workers.size()), "a");
      workers.add(id);
      maps.add(new ArrayDeque<>());
      reduces.add(new ArrayDeque<>());
      WorkerInfo info =
          new WorkerInfo(id, "10.0.0." + worker, 7_000, slots, 17, List.of(), now().wallMs());
      tell(new Event.WorkerJoined(now(), info, false, List.of(), List.of()));
    }
  }

  void tell(Event event) {
    for (Command command : scheduler.apply(event)) {
      commands++;
      if (command instanceof Command.StartAttempt order) {
        running(order.worker(), order.attempt()).add(order.attempt());
      } else if (command instanceof Command.StopAttempt order) {
        running(order.worker(), order.attempt()).remove(order.attempt());
      }
    }
  }

  private Deque<AttemptId> running(WorkerId worker, AttemptId attempt) {
    int number = Integer.parseInt(worker.node());
    return (attempt.task().kind() == TaskKind.MAP ? maps : reduces).get(number);
  }

  /** Each worker whose turn it is tells what it runs; reduces fetch, maps run. */
  void heartbeat(int worker) {
    List<RunningAttempt> told = new ArrayList<>();
    for (AttemptId map : maps.get(worker)) {
      long done = (nowMs * 6_700 + map.task().index()) % MAP_BYTES_MAX;
      told.add(new RunningAttempt(map, AttemptMode.PLAIN, Phase.RUNNING, done, MAP_BYTES_MAX));
    }
    for (AttemptId reduce : reduces.get(worker)) {
      told.add(new RunningAttempt(reduce, AttemptMode.PLAIN, Phase.FETCHING, nowMs, 1L << 40));
    }
    tell(new Event.WorkerHeard(now(), workers.get(worker), false, told));
  }

  void tick() {
    tell(new Event.Tick(now()));
  }

  /**
   * The oldest map of the next worker that runs one succeeds.
   *
   * @return whether any map runs
   */
  boolean completeMap() {
    for (int tried = 0; tried < workers.size(); tried++) {
      int worker = next;
      next = (next + 1) % workers.size();
      AttemptId map = maps.get(worker).poll();
      if (map != null) {
        Outcome outcome = new Outcome.Succeeded(map, AttemptMode.PLAIN, output(map));
        tell(new Event.AttemptEnded(now(), workers.get(worker), outcome));
        return true;
      }
    }
    return false;
  }

  /** What a map of the shipped word count counts. */
  private static TaskResult output(AttemptId map) {
    long records = 1_000_000L + map.task().index();
    return new TaskResult.MapOutput(
        5_000_000,
        Map.of(
            "cobnut.mapInputRecords",
            records,
            "cobnut.mapInputBytes",
            67_108_864L,
            "cobnut.mapOutputRecords",
            records * 11,
            "cobnut.mapOutputBytes",
            records * 120,
            "cobnut.combineInputRecords",
            records * 11,
            "cobnut.combineOutputRecords",
            records / 7,
            "cobnut.spilledRecords",
            records / 5,
            "words",
            records * 9));
  }
}
