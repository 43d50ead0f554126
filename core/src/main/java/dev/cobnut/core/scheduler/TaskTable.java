package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskView;
import dev.cobnut.core.model.TaskView.AttemptState;
import dev.cobnut.core.model.TaskView.AttemptView;
import dev.cobnut.core.model.TaskView.State;
import dev.cobnut.core.scheduler.TaskState.Completed;
import dev.cobnut.core.scheduler.TaskState.Idle;
import dev.cobnut.core.scheduler.TaskState.InProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The map tasks, or the reduce tasks, of a stage.
 *
 * <pre>
 *            ordered, adopted               an attempt succeeds
 *   IDLE ---------------------> IN_PROGRESS ---------------------> COMPLETED
 *    |  ^ <--------------------     |  ^                            |  ^  |
 *    |  |  no attempt is left       +--+ another attempt            |  +--+ its output has moved
 *    |  |                                                           |       (maps only)
 *    |  +-----------------------------------------------------------+
 *    |          the output is lost (maps only)                      ^
 *    +--------------------------------------------------------------+
 *               an attempt succeeded that was given up
 * </pre>
 */
final class TaskTable {
  private static final Map<State, Set<State>> MAP_ARROWS =
      Map.of(
          State.IDLE, EnumSet.of(State.IN_PROGRESS, State.COMPLETED),
          State.IN_PROGRESS, EnumSet.allOf(State.class),
          State.COMPLETED, EnumSet.of(State.IDLE, State.COMPLETED));
  private static final Map<State, Set<State>> REDUCE_ARROWS =
      Map.of(
          State.IDLE, EnumSet.of(State.IN_PROGRESS, State.COMPLETED),
          State.IN_PROGRESS, EnumSet.allOf(State.class),
          State.COMPLETED, EnumSet.noneOf(State.class));

  private final JobId job;
  private final int stage;
  private final TaskKind kind;
  private final TaskState[] states;
  private final int[] ordered;
  private final IndexSet idle;
  private final IndexSet inProgress;
  private final CounterColumns counters = new CounterColumns();
  private final PastAttempts past = new PastAttempts();

  private final Set<AttemptId> backups = new LinkedHashSet<>();

  private final SkipBook skips = new SkipBook();
  private final Durations durations = new Durations();
  private final Durations runs = new Durations();
  private final Pace pace = new Pace();
  private int failed;
  private int returns;

  TaskTable(JobId job, int stage, TaskKind kind, int size) {
    this.job = job;
    this.stage = stage;
    this.kind = kind;
    states = new TaskState[size];
    Arrays.fill(states, Idle.FRESH);
    ordered = new int[size];
    idle = new IndexSet(size);
    inProgress = new IndexSet(size);
    for (int index = 0; index < size; index++) {
      idle.add(index);
    }
  }

  TaskId task(int index) {
    return new TaskId(job, stage, kind, index);
  }

  int size() {
    return states.length;
  }

  boolean has(int index) {
    return index >= 0 && index < states.length;
  }

  TaskState state(int index) {
    return states[index];
  }

  /** The tasks that wait, first index first. */
  IndexSet idle() {
    return idle;
  }

  IndexSet inProgress() {
    return inProgress;
  }

  int completed() {
    return states.length - idle.size() - inProgress.size();
  }

  boolean isAllCompleted() {
    return completed() == states.length;
  }

  /**
   * Counted failures of all tasks, those of earlier masters only where the task isn't completed.
   */
  int failed() {
    return failed;
  }

  CounterColumns counters() {
    return counters;
  }

  PastAttempts past() {
    return past;
  }

  /** The bad records of its tasks. */
  SkipBook skips() {
    return skips;
  }

  /** How long its tasks took, fetching and waiting for a slot included. */
  Durations durations() {
    return durations;
  }

  /** How long its tasks held a slot. */
  Durations runs() {
    return runs;
  }

  /** How long its tasks hold a slot of late. */
  Pace pace() {
    return pace;
  }

  /** How often a task has come back to wait. */
  int returns() {
    return returns;
  }

  /** The number of the task's next attempt in this term. */
  int nextNumber(int index) {
    return ++ordered[index];
  }

  /** All attempts that run, by index. */
  List<Attempt> running() {
    List<Attempt> running = new ArrayList<>();
    for (int index = inProgress.next(0); index >= 0; index = inProgress.next(index + 1)) {
      running.addAll(running(index));
    }
    return running;
  }

  /** The attempts of a task that run. */
  List<Attempt> running(int index) {
    return states[index] instanceof InProgress now ? now.attempts() : List.of();
  }

  /** Notes that an attempt was ordered while another ran. */
  void noteBackup(AttemptId attempt) {
    backups.add(attempt);
  }

  /** Whether an attempt was ordered while another ran. */
  boolean isBackup(AttemptId attempt) {
    return backups.contains(attempt);
  }

  void began(Attempt attempt) {
    TaskState now = states[attempt.index()];
    List<Attempt> attempts = new ArrayList<>(running(attempt.index()));
    attempts.add(attempt);
    if (attempt.isBackup()) {
      noteBackup(attempt.id());
    }
    move(attempt.index(), new InProgress(now.failures(), now.lost(), attempts), "an attempt began");
  }

  /** An attempt ended and left nothing. */
  void ended(AttemptId attempt, boolean counted) {
    int index = attempt.task().index();
    TaskState now = states[index];
    List<Attempt> rest =
        running(index).stream().filter(other -> !other.id().equals(attempt)).toList();
    int failures = now.failures() + (counted ? 1 : 0);
    failed += counted ? 1 : 0;
    TaskState next =
        rest.isEmpty()
            ? new Idle(failures, now.lost())
            : new InProgress(failures, now.lost(), rest);
    move(index, next, "an attempt ended");
  }

  /** An attempt won, or its output was found at another worker. */
  void completed(int index, Completed done) {
    TaskState now = states[index];
    Completed before = now instanceof Completed completed ? completed : now.lost();
    if (before != null) {
      counters.subtract(before.counters());
    }
    counters.add(done.counters());
    past.forget(done.attempt(task(index)));
    move(index, done, "an attempt succeeded");
  }

  /**
   * The output of a completed map is lost.
   *
   * @param wallMs now
   * @param givenUp whether for good
   */
  void lost(int index, long wallMs, boolean givenUp) {
    if (!(states[index] instanceof Completed done)) {
      throw new IllegalStateException(
          task(index) + ": " + states[index].kind() + " (expected: COMPLETED)");
    }
    move(index, new Idle(0, done), "the output is lost");
    noteLost(index, wallMs, givenUp);
  }

  private void noteLost(int index, long wallMs, boolean givenUp) {
    Completed lost = states[index].lost();
    if (lost != null) {
      AttemptId attempt = lost.attempt(task(index));
      AttemptView view =
          new AttemptView(
              attempt,
              lost.workerId(),
              AttemptState.LOST,
              isBackup(attempt),
              lost.startedMs(),
              Optional.of(wallMs),
              Optional.empty());
      past.add(view, givenUp);
    }
  }

  /**
   * Has an output that is lost stay lost, wherever it is found: it may hold records that are left
   * out by now.
   */
  void settleLost(int index) {
    Completed lost = states[index].lost();
    if (lost != null) {
      past.settle(lost.attempt(task(index)), lost.workerId(), lost.endedMs());
    }
  }

  /** Puts back what was saved of a task that isn't completed. */
  void restore(int index, Idle saved, Optional<Long> givenUpMs) {
    states[index] = saved;
    failed += saved.failures();
    if (saved.lost() != null) {
      counters.add(saved.lost().counters());
    }
    givenUpMs.ifPresent(wallMs -> noteLost(index, wallMs, true));
  }

  private void move(int index, TaskState next, String reason) {
    TaskState now = states[index];
    Map<State, Set<State>> arrows = kind == TaskKind.MAP ? MAP_ARROWS : REDUCE_ARROWS;
    Set<State> legal = arrows.getOrDefault(now.kind(), Set.of());
    if (!legal.contains(next.kind())) {
      throw new IllegalStateException(
          task(index)
              + ": "
              + now.kind()
              + " -> "
              + next.kind()
              + ", as "
              + reason
              + " (expected: one of "
              + legal
              + ")");
    }
    states[index] = next;
    returns += next.kind() == TaskView.State.IDLE ? 1 : 0;
    keep(idle, index, next.kind() == TaskView.State.IDLE);
    keep(inProgress, index, next.kind() == TaskView.State.IN_PROGRESS);
  }

  private static void keep(IndexSet set, int index, boolean in) {
    if (in) {
      set.add(index);
    } else {
      set.remove(index);
    }
  }
}
