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
  /** Whose turn it is: higher priority, then fewer attempts that run, then submitted earlier. */
  private record Rank(int priority, int running, long sequence) implements Comparable<Rank> {
    private static final Comparator<Rank> ORDER =
        Comparator.comparingInt(Rank::priority)
            .reversed()
            .thenComparingInt(Rank::running)
            .thenComparingLong(Rank::sequence);

    @Override
    public int compareTo(Rank other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<JobId, JobRun> byId = new LinkedHashMap<>();
  private final Map<JobId, JobRun> active = new LinkedHashMap<>();
  private final Map<String, JobId> byKey = new LinkedHashMap<>();
  private final Deque<JobRun> ended = new ArrayDeque<>();
  private final Ranking<JobRun, Rank> ready = new Ranking<>();
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
    ready.remove(job);
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
    if (job.ready() == null) {
      ready.remove(job);
    } else {
      ready.rank(job, new Rank(job.spec().priority(), job.running(), job.sequence()));
    }
  }

  /** Jobs with tasks to order, whose turn it is first. */
  Collection<JobRun> ready() {
    return ready.inOrder();
  }
}
