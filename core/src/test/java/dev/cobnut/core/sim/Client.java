package dev.cobnut.core.sim;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Refusal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Submits jobs until they are accepted, each under a key of its own, and cancels some. */
final class Client {
  private static final long PATIENCE_MS = 3_000;

  private final Simulation sim;
  private final Map<JobId, SimJob> tried = new LinkedHashMap<>();
  private final Map<SimJob, JobId> accepted = new LinkedHashMap<>();
  private final Set<SimJob> wanted = new LinkedHashSet<>();
  private final Set<JobId> cancelled = new LinkedHashSet<>();
  private int tries;

  Client(Simulation sim) {
    this.sim = sim;
  }

  /** Will submit a job at its time. */
  void want(SimJob job) {
    wanted.add(job);
    sim.agenda().in(job.times().submitMs(), () -> submit(job));
  }

  private void submit(SimJob job) {
    if (accepted.containsKey(job)) {
      return;
    }
    JobId id = new JobId("j" + job.number() + "-" + tries++);
    tried.put(id, job);
    sim.current().ifPresent(master -> master.submit(job, id, known -> found(job, known)));
    sim.agenda().in(PATIENCE_MS, () -> submit(job));
  }

  void accepted(JobId id) {
    SimJob job = tried.get(id);
    sim.observer().mustBeDurable(id);
    accept(job, id);
  }

  private void found(SimJob job, JobId id) {
    sim.mark(Mark.CLIENT_RETRIED);
    sim.observer().mustBeDurable(id);
    accept(job, id);
  }

  private void accept(SimJob job, JobId id) {
    if (accepted.putIfAbsent(job, id) == null && job.times().cancelMs() >= 0) {
      sim.agenda().in(job.times().cancelMs(), () -> cancel(id));
    }
  }

  void refused(JobId id, Refusal refusal) {
    sim.trace(() -> id + " is refused: " + refusal);
    sim.mark(refusal instanceof Refusal.QueueFull ? Mark.QUEUE_WAS_FULL : Mark.OUTPUT_WAS_TAKEN);
  }

  private void cancel(JobId id) {
    sim.current().ifPresent(master -> master.hear(at -> new Event.JobCancelled(at, id)));
  }

  void cancelAnswered(JobId id, boolean yes) {
    if (yes) {
      cancelled.add(id);
      sim.observer().mustBe(id, JobState.CANCELLED);
    } else {
      sim.mark(Mark.CANCEL_REFUSED);
    }
  }

  boolean wasCancelled(JobId id) {
    return cancelled.contains(id);
  }

  /** What was submitted under this id. */
  SimJob definition(JobId id) {
    return Optional.ofNullable(tried.get(id)).orElseThrow();
  }

  Map<SimJob, JobId> accepted() {
    return accepted;
  }

  /** Jobs that aren't accepted, or haven't ended. */
  List<String> unfinished() {
    return wanted.stream().filter(job -> !isFinished(job)).map(job -> job.spec().job()).toList();
  }

  boolean isDone() {
    return wanted.stream().allMatch(this::isFinished);
  }

  private boolean isFinished(SimJob job) {
    JobId id = accepted.get(job);
    return id != null && sim.observer().hasEnded(id);
  }
}
