package dev.cobnut.master;

import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.PartView;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.master.output.FileWork;
import dev.cobnut.master.output.JobFolder;
import dev.cobnut.master.output.Publication;
import dev.cobnut.master.output.Publisher;
import dev.cobnut.master.output.SkippedRecords;
import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.runtime.storage.OutputFolder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has outputs prepared, published and cleared away, and tells the scheduler what came of it.
 * Storage that doesn't answer is tried again for a while. Confined to the master's context.
 */
final class Publications {
  private static final Logger LOG = LoggerFactory.getLogger(Publications.class);
  private static final int TRIES_MAX = 8;
  private static final long PAUSE_MS = 200;

  private final Vertx vertx;
  private final FileWork files;
  private final Scheduler scheduler;
  private final long term;
  private final Supplier<Moment> clock;
  private final Consumer<Event> events;
  private boolean isClosed;

  Publications(
      Vertx vertx,
      FileWork files,
      Scheduler scheduler,
      long term,
      Supplier<Moment> clock,
      Consumer<Event> events) {
    this.vertx = vertx;
    this.files = files;
    this.scheduler = scheduler;
    this.term = term;
    this.clock = clock;
    this.events = events;
  }

  private interface Step {
    void run() throws IOException;
  }

  void prepare(JobId job) {
    if (isDecided(job)) {
      // It was prepared ahead.
      return;
    }
    spec(job)
        .ifPresent(
            spec -> {
              Publication publication = publication(job, spec, scheduler.parts(job));
              run(
                  job,
                  () -> prepare(job, spec, publication),
                  () -> new Event.PublicationPrepared(clock.get(), job));
            });
  }

  /**
   * Prepares what is published if a job gets these parts, none of which need be saved: what is
   * prepared has names that follow from its content, so that it is of no harm where it comes
   * otherwise. Fails where it can't be done now.
   */
  Future<JobId> prepareAhead(JobId job, List<PartView> parts) {
    Optional<Publication> publication =
        spec(job)
            .map(spec -> publication(job, spec, parts))
            // What was left out has one name, whatever it holds, and so needs to be saved.
            .filter(possible -> possible.skipped().isEmpty());
    if (isClosed || publication.isEmpty()) {
      return Future.failedFuture("job " + job + ": isn't prepared ahead");
    }
    Publication prepared = publication.get();
    return files.run(
        job,
        () -> {
          prepare(job, prepared.spec(), prepared);
          return job;
        });
  }

  private void prepare(JobId job, JobSpec spec, Publication publication) throws IOException {
    CrashPoint.PUBLISH_BEFORE_PREPARE.reach();
    new Publisher(folder(job, spec), publication).prepare();
    CrashPoint.PUBLISH_AFTER_PREPARE.reach();
  }

  private boolean isDecided(JobId job) {
    return scheduler.job(job).filter(view -> view.state() == JobState.PUBLISHING).isPresent();
  }

  void publish(JobId job) {
    spec(job)
        .ifPresent(
            spec -> {
              Publication publication = publication(job, spec, scheduler.parts(job));
              run(
                  job,
                  () -> {
                    CrashPoint.PUBLISH_BEFORE_MOVE.reach();
                    new Publisher(folder(job, spec), publication).publish();
                    CrashPoint.PUBLISH_AFTER_MOVE.reach();
                  },
                  () -> new Event.JobPublished(clock.get(), job));
            });
  }

  /** Removes the job's folder from its output; of one that failed, all that it has there. */
  void drop(JobId job) {
    boolean isPublished =
        scheduler.job(job).filter(view -> view.state() == JobState.SUCCEEDED).isPresent();
    spec(job)
        .ifPresent(
            spec ->
                attempt(
                    job,
                    1,
                    () -> {
                      CrashPoint.PUBLISH_BEFORE_CLEANUP.reach();
                      OutputFolder output = OutputFolder.of(spec.output());
                      if (!isPublished) {
                        output.withdraw(job);
                      }
                      output.drop(job);
                      CrashPoint.PUBLISH_AFTER_CLEANUP.reach();
                    },
                    () -> {},
                    cause -> LOG.warn("job {}: its folder is left behind: {}", job, cause)));
  }

  /** Begins nothing any more; who steps down deletes nothing. */
  void close() {
    isClosed = true;
  }

  private Optional<JobSpec> spec(JobId job) {
    return scheduler.spec(job);
  }

  private JobFolder folder(JobId job, JobSpec spec) throws IOException {
    return new JobFolder(OutputFolder.of(spec.output()), job, term);
  }

  private Publication publication(JobId job, JobSpec spec, List<PartView> parts) {
    int stage = scheduler.stages(job).size() - 1;
    int maps = scheduler.maps(job, stage);
    List<Split> splits = new ArrayList<>(maps);
    for (int index = 0; index < maps; index++) {
      splits.add(scheduler.split(new TaskId(job, stage, TaskKind.MAP, index)));
    }
    return new Publication(spec, splits, parts, skipped(job, spec));
  }

  private List<SkippedRecords> skipped(JobId job, JobSpec spec) {
    List<SkippedRecords> skipped = new ArrayList<>();
    List<StageSpec> stages = scheduler.stages(job);
    for (int stage = 0; spec.skipBadRecords() && stage < stages.size(); stage++) {
      // A sample's maps read what those of the stage after it read again.
      int maps = stages.get(stage).kind() == StageSpec.Kind.SAMPLE ? 0 : scheduler.maps(job, stage);
      for (int index = 0; index < maps; index++) {
        TaskId map = new TaskId(job, stage, TaskKind.MAP, index);
        List<BadRecord> records = scheduler.skips(map).records();
        if (!records.isEmpty()) {
          skipped.add(new SkippedRecords(map, scheduler.split(map), records));
        }
      }
    }
    return skipped;
  }

  private void run(JobId job, Step step, Supplier<Event> done) {
    attempt(
        job,
        1,
        step,
        () -> events.accept(done.get()),
        cause -> {
          String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
          Failure failure = new Failure(Failure.Kind.SYSTEM, "publication: " + message, "");
          events.accept(new Event.JobBroken(clock.get(), job, failure));
        });
  }

  private void attempt(
      JobId job, int number, Step step, Runnable done, Consumer<Throwable> failed) {
    if (isClosed) {
      return;
    }
    files
        .run(
            job,
            () -> {
              step.run();
              return job;
            })
        .onSuccess(ended -> done.run())
        .onFailure(
            cause -> {
              if (number == TRIES_MAX || cause instanceof Publisher.ForeignFileException) {
                failed.accept(cause);
              } else {
                vertx.setTimer(
                    PAUSE_MS << number, timer -> attempt(job, number + 1, step, done, failed));
              }
            });
  }
}
