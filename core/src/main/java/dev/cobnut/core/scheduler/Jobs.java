package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.IdempotencyKey;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.TaskId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The jobs that aren't forgotten, and whose turn it is. */
final class Jobs {
  /**
   * Whose turn it is: who has waited too long, then the smaller share, then who was submitted
   * earlier.
   *
   * @param share slots that the job would have with one more, in proportion to its priority
   */
  private record Rank(boolean starves, long share, long sequence) implements Comparable<Rank> {
    static final int PRIORITY_MAX = 10;

    private static final Comparator<Rank> ORDER =
        Comparator.comparing((Rank rank) -> !rank.starves())
            .thenComparingLong(Rank::share)
            .thenComparingLong(Rank::sequence);

    static Rank of(JobRun job) {
      int priority = Math.max(-PRIORITY_MAX, Math.min(PRIORITY_MAX, job.spec().priority()));
      long share = (job.committed() + 1L) << (PRIORITY_MAX - priority);
      return new Rank(job.starves(), share, job.sequence());
    }

    @Override
    public int compareTo(Rank other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<JobId, JobRun> byId = new LinkedHashMap<>();
  private final Map<JobId, JobRun> active = new LinkedHashMap<>();
  private final Map<String, JobId> byKey = new LinkedHashMap<>();
  private final Deque<JobRun> ended = new ArrayDeque<>();
  private final Ranking<JobRun, Rank> wantSlots = new Ranking<>();
  private final Ranking<JobRun, Rank> wantFetches = new Ranking<>();
  private long sequence;

  JobRun submit(JobId id, JobSpec spec, long wallMs) {
    JobRun job = new JobRun(id, spec, sequence++, wallMs);
    add(job);
    return job;
  }

  /** Puts back saved jobs, earliest submitted first. */
  void restore(Save.SaveJob saved) {
    add(JobRun.of(saved, sequence++));
  }

  private void add(JobRun job) {
    byId.put(job.id(), job);
    job.spec().idempotencyKey().map(IdempotencyKey::key).ifPresent(key -> byKey.put(key, job.id()));
    if (!job.isEnded()) {
      active.put(job.id(), job);
    }
  }

  /** Notes that a job has ended. */
  void ended(JobRun job) {
    active.remove(job.id());
    wantSlots.remove(job);
    wantFetches.remove(job);
    ended.add(job);
  }

  void forget(JobRun job) {
    ended.remove(job);
    byId.remove(job.id());
    job.spec().idempotencyKey().ifPresent(key -> byKey.remove(key.key(), job.id()));
  }

  /** The job that ended first, if it did before that time. */
  @Nullable JobRun endedBefore(long wallMs) {
    JobRun oldest = ended.peek();
    return oldest != null && oldest.endedMs().orElse(wallMs) < wallMs ? oldest : null;
  }

  @Nullable JobRun find(JobId id) {
    return byId.get(id);
  }

  /** The stage of a task, if its job's tasks run and the stage is planned. */
  @Nullable StageRun runningStage(TaskId task) {
    JobRun job = active.get(task.job());
    return job == null || !job.isRunning() ? null : job.stageOf(task);
  }

  Optional<JobId> withKey(String idempotencyKey) {
    return Optional.ofNullable(byKey.get(idempotencyKey));
  }

  /** All, in order of submission. */
  List<JobRun> all() {
    return new ArrayList<>(byId.values());
  }

  /** Those that haven't ended, in order of submission. */
  List<JobRun> active() {
    return new ArrayList<>(active.values());
  }

  int activeCount() {
    return active.size();
  }

  /** Ranks a job anew, after what it runs or has to run has changed. */
  void rank(JobRun job) {
    Rank rank = Rank.of(job);
    rank(wantSlots, job, job.slotWork() == null ? null : rank);
    rank(wantFetches, job, job.earlyWork() == null ? null : rank);
  }

  private static void rank(Ranking<JobRun, Rank> ranking, JobRun job, @Nullable Rank rank) {
    if (rank == null) {
      ranking.remove(job);
    } else {
      ranking.rank(job, rank);
    }
  }

  /** Jobs with tasks that could take a slot, whose turn it is first. */
  Collection<JobRun> wantSlots() {
    return wantSlots.inOrder();
  }

  /** Jobs with reduces that could begin to fetch while maps run, whose turn it is first. */
  Collection<JobRun> wantFetches() {
    return wantFetches.inOrder();
  }
}
