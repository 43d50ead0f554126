package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.IdempotencyKey;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.TaskKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens to jobs, from submission to being forgotten. */
final class JobEvents {
  private final Books books;
  private final Jobs jobs;
  private final Dispatch dispatch;

  JobEvents(Books books, Dispatch dispatch) {
    this.books = books;
    this.jobs = books.jobs();
    this.dispatch = dispatch;
  }

  void submitted(Turn turn, Event.JobSubmitted event) {
    if (jobs.find(event.job()) != null) {
      turn.say(new Command.AcceptJob(event.job()));
      return;
    }
    Optional<Refusal> refusal = refusal(event);
    if (refusal.isPresent()) {
      turn.say(new Command.RefuseJob(event.job(), refusal.get()));
      return;
    }
    JobRun job = jobs.submit(event.job(), event.spec(), turn.wallMs());
    turn.say(job.image());
    turn.say(new Command.AcceptJob(job.id()));
    turn.say(new Command.PlanJob(job.id()));
  }

  private Optional<Refusal> refusal(Event.JobSubmitted event) {
    Optional<JobId> ofKey =
        event.spec().idempotencyKey().map(IdempotencyKey::key).flatMap(jobs::withKey);
    if (ofKey.isPresent()) {
      return ofKey.map(Refusal.KeyTaken::new);
    }
    for (JobRun other : jobs.active()) {
      if (OutputPaths.overlap(event.spec().output(), other.spec().output())) {
        return Optional.of(new Refusal.OutputTaken(other.spec().output(), other.id()));
      }
    }
    int jobsMax = books.limits().jobs().activeMax();
    return jobs.activeCount() >= jobsMax
        ? Optional.of(new Refusal.QueueFull(jobsMax))
        : Optional.empty();
  }

  void cancelled(Turn turn, Event.JobCancelled event) {
    JobRun job = jobs.find(event.job());
    boolean cancels = job != null && !job.isEnded() && job.state() != JobState.PUBLISHING;
    if (job != null && cancels) {
      end(turn, job, JobState.CANCELLED, Optional.empty(), "it was cancelled");
    }
    turn.say(new Command.CancelAnswered(event.job(), cancels));
  }

  void planned(Turn turn, Event.JobPlanned event) {
    JobRun job = in(JobState.QUEUED, event.job());
    if (job == null) {
      return;
    }
    if (event.stages().isEmpty()) {
      fail(turn, job, new Failure(Failure.Kind.SYSTEM, "stages: 0 (expected: 1 or more)", ""));
      return;
    }
    job.knows(event.stages());
    turn.say(job.image());
    turn.say(new Command.PlanStage(job.id(), job.stage()));
  }

  void stagePlanned(Turn turn, Event.StagePlanned event) {
    JobRun job = in(JobState.PLANNING, event.job());
    if (job == null || event.stage() != job.stage() || job.current() != null) {
      return;
    }
    StageRun run =
        new StageRun(job.id(), event.stage(), job.stageSpecs().get(event.stage()), event.splits());
    job.planned(run);
    run.mapsCompleted(turn.nowMs());
    turn.say(new Save.SaveStage(job.id(), event.stage(), event.splits()));
    advance(turn, job);
  }

  void broken(Turn turn, Event.JobBroken event) {
    JobRun job = jobs.find(event.job());
    if (job != null && !job.isEnded()) {
      fail(turn, job, event.failure());
    }
  }

  void prepared(Turn turn, Event.PublicationPrepared event) {
    JobRun job = in(JobState.REDUCING, event.job());
    if (job != null && job.isPreparing()) {
      job.become(JobState.PUBLISHING, "its publication is prepared");
      turn.say(job.image());
      turn.say(new Command.Publish(job.id()));
    }
  }

  void published(Turn turn, Event.JobPublished event) {
    JobRun job = in(JobState.PUBLISHING, event.job());
    if (job != null) {
      end(turn, job, JobState.SUCCEEDED, Optional.empty(), "its output is published");
    }
  }

  private @Nullable JobRun in(JobState state, JobId id) {
    JobRun job = jobs.find(id);
    return job != null && job.state() == state ? job : null;
  }

  void fail(Turn turn, JobRun job, Failure failure) {
    end(turn, job, JobState.FAILED, Optional.of(failure), failure.message());
  }

  private void end(Turn turn, JobRun job, JobState how, Optional<Failure> failure, String reason) {
    job.end(how, turn.wallMs(), failure, reason);
    turn.say(job.image());
    for (StageRun run : job.stages()) {
      for (TaskKind kind : TaskKind.values()) {
        run.table(kind).running().forEach(attempt -> dispatch.stop(turn, attempt));
      }
      books.workers().all().forEach(worker -> worker.forget(run));
    }
    jobs.ended(job);
    turn.say(new Command.DropJobData(job.id()));
  }

  /** Does what a job's tasks have made due. */
  void advance(Turn turn, JobRun job) {
    StageRun run = job.current();
    if (run == null || job.isEnded() || job.state() == JobState.PUBLISHING) {
      return;
    }
    JobState due = run.maps().isAllCompleted() ? JobState.REDUCING : JobState.MAPPING;
    if (run.reduces().isAllCompleted()) {
      settleMaps(turn, run);
      due = JobState.REDUCING;
    }
    if (job.state() != due) {
      job.become(due, run.maps().completed() + " of " + run.maps().size() + " maps are completed");
      turn.say(job.image());
    }
    if (run.reduces().isAllCompleted()) {
      finishStage(turn, job);
    }
    jobs.rank(job);
  }

  /** No reduce needs a map any more: those that were to run again count as they were. */
  private void settleMaps(Turn turn, StageRun run) {
    run.maps().running().forEach(attempt -> dispatch.stop(turn, attempt));
    run.settleMaps();
  }

  private void finishStage(Turn turn, JobRun job) {
    if (!job.isLastStage()) {
      job.nextStage();
      turn.say(job.image());
      turn.say(new Command.PlanStage(job.id(), job.stage()));
    } else if (!job.isPreparing()) {
      job.prepare();
      turn.say(new Command.PreparePublication(job.id()));
    }
  }

  /** Says again what a master before this one may have been about to say. */
  void resume(Turn turn) {
    for (JobRun job : jobs.all()) {
      switch (job.state()) {
        case QUEUED -> turn.say(new Command.PlanJob(job.id()));
        case PLANNING, MAPPING, REDUCING -> resumeStage(turn, job);
        case PUBLISHING -> turn.say(new Command.Publish(job.id()));
        case SUCCEEDED, FAILED, CANCELLED -> turn.say(new Command.DropJobData(job.id()));
      }
    }
  }

  private void resumeStage(Turn turn, JobRun job) {
    if (job.current() == null) {
      turn.say(new Command.PlanStage(job.id(), job.stage()));
    } else {
      advance(turn, job);
    }
  }

  /** Forgets what ended long ago. */
  void forgetOld(Turn turn) {
    long beforeMs = turn.wallMs() - books.limits().jobs().retentionMs();
    for (JobRun job = jobs.endedBefore(beforeMs); job != null; job = jobs.endedBefore(beforeMs)) {
      jobs.forget(job);
      turn.say(new Save.SaveForgotten(job.id()));
    }
  }
}
