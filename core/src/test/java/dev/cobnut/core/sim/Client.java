package dev.cobnut.core.sim;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.scheduler.Event;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Submits jobs until they are accepted, under a key of their own, and cancels some. */
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

  void submit(SimJob job) {
    wanted.add(job);
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
    if (accepted.putIfAbsent(job, id) == null && sim.random(0, 5) == 0) {
      sim.agenda().in(sim.random(0, 15_000), () -> cancel(id));
    }
  }

  void refused(JobId id) {
    sim.trace(() -> id + " is refused");
    sim.mark(Mark.JOB_REFUSED);
  }

  private void cancel(JobId id) {
    sim.current().ifPresent(master -> master.apply(new Event.JobCancelled(master.now(), id)));
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

  SimJob definition(JobId id) {
    return tried.get(id);
  }

  Map<SimJob, JobId> accepted() {
    return accepted;
  }

  boolean isDone() {
    return sim.isCalm() && unfinished().isEmpty();
  }

  /** Jobs that aren't accepted, or haven't ended. */
  List<SimJob> unfinished() {
    return wanted.stream()
        .filter(job -> !accepted.containsKey(job) || !sim.observer().hasEnded(accepted.get(job)))
        .toList();
  }
}
