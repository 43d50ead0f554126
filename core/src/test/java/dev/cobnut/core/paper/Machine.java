package dev.cobnut.core.paper;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A machine with one worker process at a time. Its disk outlives the process, and so do the map
 * outputs on it.
 */
final class Machine {
  private final int number;
  private final double slowness;
  private final Deque<Work> waiting = new ArrayDeque<>();
  private final List<Work> running = new ArrayList<>();
  private final List<ReduceWork> fetching = new ArrayList<>();
  private final Set<AttemptId> held = new LinkedHashSet<>();
  private WorkerId id;
  private boolean up = true;

  Machine(int number, double slowness) {
    this.number = number;
    this.slowness = slowness;
    this.id = new WorkerId(name(number), "1");
  }

  static String name(int number) {
    return String.format("m%04d", number);
  }

  /** The number of the machine of that name. */
  static int number(String name) {
    return Integer.parseInt(name.substring(1));
  }

  /** Where a split lies that is on a machine's disk. */
  static String folder(int number) {
    return "/gfs/" + name(number) + "/";
  }

  int number() {
    return number;
  }

  double slowness() {
    return slowness;
  }

  WorkerId id() {
    return id;
  }

  boolean isUp() {
    return up;
  }

  WorkerInfo info(long nowMs) {
    List<String> near = List.of(folder(number));
    return new WorkerInfo(id, id.node(), 7_000, Sort.SLOTS, 17, near, nowMs);
  }

  List<AttemptId> held() {
    return List.copyOf(held);
  }

  List<ReduceWork> fetching() {
    return fetching;
  }

  List<RunningAttempt> told() {
    List<RunningAttempt> told = new ArrayList<>();
    running.forEach(work -> told.add(work.told()));
    waiting.forEach(work -> told.add(work.told()));
    fetching.forEach(work -> told.add(work.told()));
    return told;
  }

  void start(Work work) {
    if (work instanceof ReduceWork reduce) {
      reduce.fetch().knowsAll();
      fetching.add(reduce);
    } else {
      waiting.add(work);
    }
  }

  void stop(AttemptId attempt) {
    waiting.removeIf(work -> work.attempt().equals(attempt));
    running.removeIf(work -> work.attempt().equals(attempt));
    fetching.removeIf(work -> work.attempt().equals(attempt));
  }

  void discard(AttemptId attempt) {
    held.remove(attempt);
  }

  /** Where map outputs lie was told to its worker. */
  void hearsOfMapOutputs() {
    fetching.forEach(reduce -> reduce.fetch().knowsAll());
  }

  /**
   * Goes on for a step.
   *
   * @return attempts that are done
   */
  List<AttemptId> step(double seconds, Flows flows) {
    fetching.removeIf(reduce -> reduce.fetch().isDone() && waiting.add(reduce));
    while (running.size() < Sort.SLOTS && !waiting.isEmpty()) {
      Work next = waiting.remove();
      next.start();
      running.add(next);
    }
    running.forEach(work -> work.run(seconds, flows));
    if (!isAnyDone()) {
      return List.of();
    }
    List<AttemptId> done = running.stream().filter(Work::isDone).map(Work::attempt).toList();
    running.removeIf(Work::isDone);
    done.stream().filter(one -> one.task().kind() == TaskKind.MAP).forEach(held::add);
    return done;
  }

  private boolean isAnyDone() {
    for (Work work : running) {
      if (work.isDone()) {
        return true;
      }
    }
    return false;
  }

  /** Ends the worker process. */
  void kill() {
    up = false;
    waiting.clear();
    running.clear();
    fetching.clear();
  }

  void loseDisk() {
    held.clear();
  }

  /** Starts another worker process. */
  void restart() {
    up = true;
    id = new WorkerId(id.node(), String.valueOf(Integer.parseInt(id.incarnation()) + 1));
  }
}
