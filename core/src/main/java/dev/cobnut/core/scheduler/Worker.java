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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A worker, the attempts that are believed to run there, and the map outputs that lie there. */
final class Worker {
  /**
   * Its place among the workers with as many free slots: more free slots first, then order of
   * joining.
   */
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

  private final WorkerId id;
  private final long sequence;
  private final Map<AttemptId, Attempt> running = new TreeMap<>();
  private final Map<StageRun, Outputs> outputs = new LinkedHashMap<>();
  private WorkerState state;
  private String host;
  private int port;
  private boolean saysDraining;
  private boolean toldToDrain;

  /** A worker that saves name. */
  Worker(MapOutputLocation saved, long sequence, long nowMs) {
    this.id = saved.worker();
    this.sequence = sequence;
    this.state = new Expected(nowMs);
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

  void join(WorkerInfo info, boolean draining, long nowMs) {
    become(new Heard(info, nowMs));
    host = info.host();
    port = info.shufflePort();
    saysDraining = draining;
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

  void drain(boolean told) {
    toldToDrain = told;
  }

  boolean isDraining() {
    return saysDraining || toldToDrain;
  }

  /** Attempts that are believed to run here, or to be on their way, by id. */
  Map<AttemptId, Attempt> running() {
    return running;
  }

  /** Its rank for new tasks; null where it gets none. */
  @Nullable Rank rank() {
    if (!(state instanceof Heard heard) || isDraining()) {
      return null;
    }
    int free = heard.info().slots() - running.size();
    return free > 0 ? new Rank(free, sequence) : null;
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
    Outputs noted = outputs.get(stage);
    if (noted == null) {
      return new int[0];
    }
    return Arrays.stream(noted.indexes, 0, noted.size)
        .filter(index -> isHere(stage, index))
        .sorted()
        .distinct()
        .toArray();
  }

  private boolean isHere(StageRun stage, int index) {
    return stage.maps().state(index) instanceof TaskState.MapDone done && done.worker() == this;
  }

  void forget(StageRun stage) {
    outputs.remove(stage);
  }
}
