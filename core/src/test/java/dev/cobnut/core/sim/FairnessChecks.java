package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Once all is calm, a job whose tasks have waited too long while none of them runs goes before
 * others.
 */
final class FairnessChecks {
  private static final long CALM_FIRST_MS = 15_000;
  private static final long SLACK_MS = 2_500;

  private final Simulation sim;
  private final Map<JobId, Long> waitsSince = new HashMap<>();
  private final Set<AttemptId> ordered = new HashSet<>();

  FairnessChecks(Simulation sim) {
    this.sim = sim;
  }

  void decided(SimMaster master, Event event, List<Command> commands) {
    for (Command command : commands) {
      if (command instanceof Command.StartAttempt start && ordered.add(start.attempt())) {
        if (isLongCalm() && !master.isZombie() && master.ageMs() > CALM_FIRST_MS) {
          held(master, start);
        }
        if (!isEarly(master, start)) {
          waitsSince.remove(start.attempt().task().job());
        }
      }
    }
    if (event instanceof Event.Tick && sim.isCalm() && !master.isZombie()) {
      master.scheduler().jobs().forEach(this::note);
    }
  }

  private boolean isLongCalm() {
    return sim.isCalm()
        && (sim.isPeaceful() || sim.nowMs() - sim.plan().faultsMs() > CALM_FIRST_MS);
  }

  private void note(JobView job) {
    if (waits(job)) {
      long since = waitsSince.computeIfAbsent(job.id(), fresh -> sim.nowMs());
      if (sim.nowMs() - since > Simulation.LIMITS.jobs().starvationMs()) {
        sim.mark(Mark.JOB_STARVED);
      }
    } else {
      waitsSince.remove(job.id());
    }
  }

  /** Whether tasks wait, and none holds a slot or soon wants one. */
  private boolean waits(JobView job) {
    JobView.TaskCounts counts = job.state() == JobState.MAPPING ? job.maps() : job.reduces();
    boolean runs = job.state() == JobState.MAPPING || job.state() == JobState.REDUCING;
    return runs
        && counts.running() == 0
        && counts.completed() < counts.total()
        && !holdsSlots(job.id());
  }

  /** A reduce may, that has all its input though a map is lost meanwhile. */
  private boolean holdsSlots(JobId job) {
    for (SimWorker worker : sim.workers()) {
      for (SimTask task : worker.tasks()) {
        if (task.phase() != Phase.FETCHING && task.id().task().job().equals(job)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isEarly(SimMaster master, Command.StartAttempt start) {
    return start.attempt().task().kind() == TaskKind.REDUCE
        && master
            .scheduler()
            .job(start.attempt().task().job())
            .filter(job -> job.state() == JobState.MAPPING)
            .isPresent();
  }

  /** A slot went to one job: none may have waited too long for it. */
  private void held(SimMaster master, Command.StartAttempt start) {
    JobId winner = start.attempt().task().job();
    if (isEarly(master, start) || waitsSince.containsKey(winner)) {
      return;
    }
    long beforeMs = sim.nowMs() - Simulation.LIMITS.jobs().starvationMs() - SLACK_MS;
    waitsSince.forEach(
        (job, sinceMs) -> {
          if (sinceMs < beforeMs && stillWaits(master, job) && fits(job, start.worker())) {
            throw new Violation(
                start + ": while " + job + " waits since " + sinceMs + " (expected: goes first)");
          }
        });
  }

  private boolean stillWaits(SimMaster master, JobId job) {
    return master.scheduler().job(job).filter(this::waits).isPresent();
  }

  private boolean fits(JobId job, WorkerId worker) {
    Integer javaFeature = sim.observer().javaFeature(job);
    return javaFeature == null
        || javaFeature == 0
        || javaFeature == sim.worker(worker.node()).plan().javaFeature();
  }
}
