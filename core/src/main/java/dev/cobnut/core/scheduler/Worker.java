package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.core.scheduler.WorkerState.Expected;
import dev.cobnut.core.scheduler.WorkerState.Gone;
import dev.cobnut.core.scheduler.WorkerState.Heard;
import dev.cobnut.core.scheduler.WorkerState.Joined;
import dev.cobnut.core.scheduler.WorkerState.Probed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A worker, the attempts that are believed to run there, and the map outputs that lie there. */
final class Worker {
  /** Its turn among the workers with something free: more of it first, then order of joining. */
  record Rank(int free, long sequence) implements Comparable<Rank> {
    @Override
    public int compareTo(Rank other) {
      int byFree = Integer.compare(other.free, free);
      return byFree != 0 ? byFree : Long.compare(sequence, other.sequence);
    }
  }

  /** Indexes of maps that were completed here; some may have been lost since, some stand twice. */
  private static final class Outputs {
    private int[] indexes = new int[4];
    private int size;

    void add(int index) {
      if (size == indexes.length) {
        indexes = Arrays.copyOf(indexes, size + size / 2 + 1);
      }
      indexes[size++] = index;
    }
  }

  /** Maps that may wait behind its slots: their orders and outcomes fit a message. */
  private static final int AHEAD_MAX = 64;

  private final WorkerId id;
  private final long sequence;
  private final Map<AttemptId, Attempt> running = new TreeMap<>();
  private final Set<Attempt> ahead = new LinkedHashSet<>();
  private final PlaceCounts places = new PlaceCounts();
  private final Map<StageRun, Outputs> outputs = new LinkedHashMap<>();
  private final FailedTasks failedTasks = new FailedTasks();
  private WorkerState state;
  private String host;
  private int port;
  private Optional<Boolean> told = Optional.empty();
  private boolean saysNone;
  private boolean excluded;

  /** A worker that saves name. */
  Worker(MapOutputLocation saved, long sequence, long untilMs) {
    this.id = saved.worker();
    this.sequence = sequence;
    this.state = new Expected(untilMs);
    this.host = saved.host();
    this.port = saved.port();
  }

  /** A worker that joins. */
  Worker(WorkerInfo info, long sequence, long nowMs) {
    this.id = info.id();
    this.sequence = sequence;
    this.state = new Heard(info, nowMs);
    this.host = info.host();
    this.port = info.shufflePort();
  }

  WorkerId id() {
    return id;
  }

  WorkerState state() {
    return state;
  }

  /** Empty before it has joined and once it is gone. */
  Optional<Joined> joined() {
    return state instanceof Joined joined ? Optional.of(joined) : Optional.empty();
  }

  boolean isJoined() {
    return state instanceof Joined;
  }

  void join(WorkerInfo info, long nowMs) {
    become(new Heard(info, nowMs));
    host = info.host();
    port = info.shufflePort();
  }

  void heard(long nowMs) {
    joined().ifPresent(joined -> become(new Heard(joined.info(), nowMs)));
  }

  void probe(long nowMs) {
    joined().ifPresent(joined -> become(new Probed(joined.info(), joined.heardMs(), nowMs)));
  }

  void gone() {
    become(new Gone());
  }

  private void become(WorkerState next) {
    if (state instanceof Gone) {
      throw new IllegalStateException("worker " + id + ": Gone -> " + next + " (expected: none)");
    }
    state = next;
  }

  /** Has this master told it whether to drain. */
  void tell(boolean drains) {
    told = Optional.of(drains);
  }

  /** It said whether it takes no tasks: it drains, or its disk is sick. */
  void says(boolean takesNone) {
    saysNone = takesNone;
  }

  /** Whether it drains, as this master has told it last; empty where it hasn't. */
  Optional<Boolean> told() {
    return told;
  }

  /**
   * Whether it gets no task, by this master's word or its own. Its own counts even where it was
   * told otherwise: it may not have heard yet, and it alone knows its disk.
   */
  boolean isDraining() {
    return saysNone || told.orElse(false);
  }

  /** Tasks that failed here lately. */
  FailedTasks failedTasks() {
    return failedTasks;
  }

  void exclude(boolean isExcluded) {
    excluded = isExcluded;
  }

  /** Whether it gets no tasks for a while, since it failed several. */
  boolean isExcluded() {
    return excluded;
  }

  /** Attempts that are believed to run here, or to be on their way, by id. */
  Map<AttemptId, Attempt> running() {
    return running;
  }

  void began(Attempt attempt) {
    running.put(attempt.id(), attempt);
    places.add(attempt.place(), 1);
    if (attempt.place() == Place.AHEAD) {
      ahead.add(attempt);
    }
  }

  void moves(Attempt attempt, Place next) {
    places.add(attempt.place(), -1);
    attempt.moveTo(next);
    places.add(next, 1);
    ahead.remove(attempt);
  }

  void ended(Attempt attempt) {
    if (running.remove(attempt.id()) != null) {
      places.add(attempt.place(), -1);
      ahead.remove(attempt);
    }
  }

  /** Maps that wait behind the slots, the next to begin first. */
  List<Attempt> ahead() {
    return List.copyOf(ahead);
  }

  /** The map behind the slots that a free one is for; null where there is none, or none is free. */
  @Nullable Attempt nextAhead() {
    return ahead.isEmpty() || places.committed() >= slotsOfAll() ? null : ahead.iterator().next();
  }

  /** Places behind the slots that nothing holds. */
  int freeAhead() {
    return slots() == 0 ? 0 : AHEAD_MAX - places.ahead();
  }

  /** Whether one map more may wait behind the slots, where so many may behind each. */
  boolean hasRoomAhead(int ofSlot) {
    return places.ahead() < Math.min(AHEAD_MAX, ofSlot * slots());
  }

  /** Slots that nothing holds or soon wants. */
  int freeSlots() {
    return slots() - places.committed();
  }

  /**
   * Reduces that may fetch here beside those that do. One that has fetched keeps its place until it
   * has a slot, so that a slow worker doesn't gather what others could run.
   */
  int freeFetches() {
    int slots = slots();
    return slots - places.fetching() - Math.max(0, places.slots() - slots);
  }

  private int slotsOfAll() {
    return joined().map(at -> at.info().slots()).orElse(0);
  }

  /** 0 where it gets no tasks. */
  private int slots() {
    return state instanceof Heard heard && !isDraining() && !excluded ? heard.info().slots() : 0;
  }

  /** Its turn for {@code free} of something; null where there is none. */
  @Nullable Rank rank(int free) {
    return free > 0 ? new Rank(free, sequence) : null;
  }

  /** The early reduce that began last; null where there is none. */
  @Nullable Attempt lastEarly() {
    Attempt last = null;
    for (Attempt attempt : running.values()) {
      if (attempt.place() == Place.EARLY
          && (last == null || attempt.workSinceMs() >= last.workSinceMs())) {
        last = attempt;
      }
    }
    return last;
  }

  /** Begins of the paths of input files that it is near to. */
  List<String> near() {
    return state instanceof Joined joined ? joined.info().near() : List.of();
  }

  MapOutputLocation location(AttemptId attempt) {
    return new MapOutputLocation(attempt, id, host, port);
  }

  /** Notes a map output that came to lie here. */
  void holds(StageRun stage, int index) {
    outputs.computeIfAbsent(stage, run -> new Outputs()).add(index);
  }

  /** The stages whose map outputs may lie here. */
  List<StageRun> stages() {
    return List.copyOf(outputs.keySet());
  }

  /** The maps of a stage whose outputs lie here, ascending. */
  int[] outputs(StageRun stage) {
    return outputsHere(stage).sorted().distinct().toArray();
  }

  private IntStream outputsHere(StageRun stage) {
    Outputs noted = outputs.get(stage);
    return noted == null
        ? IntStream.empty()
        : Arrays.stream(noted.indexes, 0, noted.size).filter(index -> isHere(stage, index));
  }

  /** Whether it runs an attempt, or holds an output that a reduce may still read. */
  boolean isNeeded() {
    return !running.isEmpty()
        || outputs.keySet().stream()
            .anyMatch(stage -> stage.needsMapOutputs() && outputsHere(stage).findAny().isPresent());
  }

  private boolean isHere(StageRun stage, int index) {
    return stage.maps().state(index) instanceof TaskState.MapDone done && done.worker() == this;
  }

  void forget(StageRun stage) {
    outputs.remove(stage);
  }
}
