package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.scheduler.Save;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds what became durable, and what workers did, against the rules. */
final class DurableChecks {
  private static final Map<JobState, Set<JobState>> ARROWS = Transitions.ofJobs();

  static final Set<Failure.Kind> UNCOUNTED =
      EnumSet.of(Failure.Kind.MAP_OUTPUT_LOST, Failure.Kind.STOPPED);

  private final Simulation sim;
  private final Map<JobId, JobState> states = new LinkedHashMap<>();
  private final Map<JobId, Set<JobState>> everWas = new HashMap<>();
  private final Map<JobId, Integer> javaFeatures = new HashMap<>();
  private final Map<TaskId, AttemptId> winners = new HashMap<>();
  private final Set<AttemptId> everCompleted = new HashSet<>();

  /** Of each map that hasn't been completed since: whose output was given up. */
  private final Map<TaskId, AttemptId> givenUp = new HashMap<>();

  private final Map<TaskId, Integer> failures = new HashMap<>();

  DurableChecks(Simulation sim) {
    this.sim = sim;
  }

  void saved(Save save) {
    if (save instanceof Save.SaveJob job) {
      savedJob(job);
    } else if (save instanceof Save.SaveCompleted completed) {
      savedCompleted(completed);
    } else if (save instanceof Save.SaveIdle idle) {
      if (idle.task().kind() == TaskKind.REDUCE && winners.containsKey(idle.task())) {
        throw new Violation(idle.task() + ": a completed reduce became idle");
      }
      winners.remove(idle.task());
      if (idle.givenUpMs().isPresent()) {
        givenUp.put(idle.task(), idle.lost().orElseThrow().attempt());
      }
      runs(idle.job());
    } else if (save instanceof Save.SaveSkips) {
      runs(save.job());
    } else if (save instanceof Save.SaveForgotten forgotten) {
      if (!states.get(forgotten.job()).isTerminal()) {
        throw new Violation(forgotten + ": forgotten before it ended");
      }
      sim.mark(Mark.JOB_FORGOTTEN);
    }
  }

  private void runs(JobId job) {
    JobState state = states.get(job);
    if (state != JobState.MAPPING && state != JobState.REDUCING) {
      throw new Violation(job + ": a task changed while the job was " + state);
    }
  }

  private void savedJob(Save.SaveJob job) {
    javaFeatures.put(job.job(), job.javaFeature());
    JobState before = states.put(job.job(), job.state());
    everWas.computeIfAbsent(job.job(), id -> EnumSet.noneOf(JobState.class)).add(job.state());
    boolean runsOn =
        before == job.state() && (before == JobState.MAPPING || before == JobState.REDUCING);
    if (before == null
        ? job.state() != JobState.QUEUED
        : !runsOn && !ARROWS.getOrDefault(before, Set.of()).contains(job.state())) {
      throw new Violation(job.job() + ": " + before + " -> " + job.state());
    }
    if (before != null) {
      sim.see(Transitions.ofJob(before, job.state()));
    }
    if (job.state() == JobState.SUCCEEDED) {
      succeeded(job);
    } else if (job.state() == JobState.FAILED) {
      failed(job, before);
    }
  }

  private void savedCompleted(Save.SaveCompleted completed) {
    AttemptId before = winners.put(completed.task(), completed.attempt());
    if (completed.task().kind() == TaskKind.REDUCE && before != null) {
      throw new Violation(completed.task() + ": won by " + before + " and " + completed.attempt());
    }
    if (completed.attempt().equals(givenUp.remove(completed.task()))) {
      throw new Violation(completed.attempt() + ": counts again though its output was given up");
    }
    everCompleted.add(completed.attempt());
    runs(completed.job());
  }

  private void succeeded(Save.SaveJob job) {
    SimJob definition = sim.definition(job.spec());
    if (definition.doom() != SimJob.Doom.NONE) {
      throw new Violation(job.job() + ": succeeded (expected: fails, " + definition.doom() + ")");
    }
    Map<Integer, SimStorage.Part> output = sim.storage().output(job.job());
    if (output.size() != job.spec().reducers()) {
      throw new Violation(job.job() + ": parts: " + output.keySet());
    }
    int stage = job.stage();
    int maps = definition.maps(stage);
    output.forEach(
        (partition, part) -> {
          TaskId task = new TaskId(job.job(), stage, TaskKind.REDUCE, partition);
          if (!part.writer().equals(winners.get(task))) {
            throw new Violation(
                task + ": published " + part.writer() + " (expected: " + winners.get(task) + ")");
          }
          if (part.read().size() != maps) {
            throw new Violation(task + ": read " + part.read().keySet() + " of " + maps + " maps");
          }
        });
  }

  private void failed(Save.SaveJob job, JobState before) {
    SimJob.Doom doom = sim.definition(job.spec()).doom();
    if (doom == SimJob.Doom.NO_PLAN && before == JobState.QUEUED) {
      sim.mark(Mark.JOB_FAILED_BY_PLAN);
    } else if (doom == SimJob.Doom.NO_SPLITS && before == JobState.PLANNING) {
      sim.mark(Mark.JOB_FAILED_BY_PLAN);
    } else if (doom == SimJob.Doom.NO_PUBLICATION && before == JobState.PUBLISHING) {
      sim.mark(Mark.JOB_FAILED_IN_PUBLICATION);
    } else {
      failedByTask(job, doom);
    }
  }

  private void failedByTask(Save.SaveJob job, SimJob.Doom doom) {
    sim.mark(Mark.JOB_FAILED_BY_TASK);
    if (doom == SimJob.Doom.TOO_MANY_BAD_RECORDS) {
      sim.mark(Mark.TOO_MANY_BAD_RECORDS);
    }
    int most =
        failures.entrySet().stream()
            .filter(entry -> entry.getKey().job().equals(job.job()))
            .mapToInt(Map.Entry::getValue)
            .max()
            .orElse(0);
    if (most < Simulation.LIMITS.tasks().attemptsMax()) {
      throw new Violation(job.job() + ": failed after " + most + " failures of a task");
    }
    if (doom == SimJob.Doom.NONE && sim.isPeaceful()) {
      throw new Violation(job.job() + ": failed though nothing went wrong");
    }
  }

  /**
   * A worker ended an attempt without success. The next life of a worker may get a late order that
   * was meant for the one before, so an attempt can fail twice.
   */
  void failed(SimTask task, Failure failure) {
    boolean isSkipped =
        failure.kind() == Failure.Kind.BAD_RECORD
            && task.job().spec().skipBadRecords()
            && !task.mode().collecting();
    if (!UNCOUNTED.contains(failure.kind()) && !isSkipped) {
      noteFailure(task.id().task());
    }
  }

  /** A failure of the task may be counted by some master. */
  void noteFailure(TaskId task) {
    failures.merge(task, 1, Integer::sum);
  }

  /** A worker deletes an attempt's files as it was told. */
  void discarded(SimWorker worker, AttemptId attempt) {
    JobState state = states.get(attempt.task().job());
    boolean needed = state != null && !state.isTerminal();
    if (needed && attempt.equals(winners.get(attempt.task()))) {
      throw new Violation(attempt + ": discarded at " + worker.id() + " though it has won");
    }
    sim.mark(Mark.OUTCOME_DISCARDED);
  }

  /** A reduce read a map output. */
  void read(SimTask reduce, AttemptId map) {
    mustHaveCompleted(map, "read by " + reduce.id());
  }

  void mustHaveCompleted(AttemptId attempt, String why) {
    if (!everCompleted.contains(attempt)) {
      throw new Violation(attempt + ": " + why + " though it is not durably completed");
    }
  }

  /** A zombie may still move what was decided; a job can fail meanwhile. */
  void published(SimMaster master, JobId job, int partition) {
    JobState state = states.get(job);
    boolean allowed =
        state == JobState.PUBLISHING
            || state == JobState.SUCCEEDED
            || (master.isZombie() && state == JobState.FAILED);
    if (!allowed) {
      throw new Violation(job + ": part " + partition + " is published while it is " + state);
    }
    if (master.isZombie()) {
      sim.mark(Mark.ZOMBIE_PUBLISHED);
    }
  }

  void mustBeKnown(JobId job) {
    if (!states.containsKey(job)) {
      throw new Violation(job + ": accepted (expected: durable before)");
    }
  }

  void mustBe(JobId job, JobState... allowed) {
    if (!Set.of(allowed).contains(states.get(job))) {
      throw new Violation(job + ": " + states.get(job) + " (expected: " + Set.of(allowed) + ")");
    }
  }

  void mustHaveBeen(JobId job, JobState... oneOf) {
    Set<JobState> was = everWas.getOrDefault(job, Set.of());
    if (Arrays.stream(oneOf).noneMatch(was::contains)) {
      throw new Violation(job + ": was " + was + " (expected: " + Set.of(oneOf) + " before)");
    }
  }

  /** On which Java feature release the tasks of a job run, as far as it is durable. */
  @Nullable Integer javaFeature(JobId job) {
    return javaFeatures.get(job);
  }

  /** The attempt that has won a task, as far as it is durable. */
  @Nullable AttemptId winner(TaskId task) {
    return winners.get(task);
  }

  boolean hasEnded(JobId job) {
    JobState state = states.get(job);
    return state != null && state.isTerminal();
  }

  void checkEnd() {
    sim.client()
        .accepted()
        .forEach(
            (job, id) -> {
              if (sim.client().wasCancelled(id)) {
                mustBe(id, JobState.CANCELLED);
              } else if (job.doom() != SimJob.Doom.NONE) {
                mustBe(id, JobState.FAILED, JobState.CANCELLED);
              } else {
                mustBe(id, JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED);
              }
            });
  }
}
