package dev.cobnut.master;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.master.api.Desk;
import dev.cobnut.master.journal.Journal;
import dev.cobnut.master.output.FileWork;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/** The front door's way to the scheduler. Confined to the master's context. */
final class MasterDesk implements Desk {
  private static final String ID_CHARS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int ID_LENGTH = 16;

  private final SchedulerDriver driver;
  private final Journal journal;
  private final Answers answers;
  private final EndWaits ends;
  private final FileWork files;
  private final Supplier<Moment> clock;
  private final SecureRandom random = new SecureRandom();

  MasterDesk(
      SchedulerDriver driver,
      Journal journal,
      Answers answers,
      EndWaits ends,
      FileWork files,
      Supplier<Moment> clock) {
    this.driver = driver;
    this.journal = journal;
    this.answers = answers;
    this.ends = ends;
    this.files = files;
    this.clock = clock;
  }

  @Override
  public <T> Future<T> answer(Function<Scheduler, T> question) {
    return driver.answer(question);
  }

  @Override
  public Future<Optional<JsonObject>> end(JobId job, long maxMs) {
    return ends.end(job, maxMs);
  }

  @Override
  public Future<JobId> submit(JobSpec job) {
    JobId id = newId();
    Future<JobId> answer = answers.submission(id);
    driver.apply(new Event.JobSubmitted(clock.get(), id, job));
    return answer;
  }

  @Override
  public Future<Boolean> cancel(JobId job) {
    Future<Boolean> answer = answers.cancellation(job);
    driver.apply(new Event.JobCancelled(clock.get(), job));
    return answer;
  }

  @Override
  public void drain(WorkerId worker, boolean draining) {
    driver.apply(new Event.WorkerDrained(clock.get(), worker, draining));
  }

  @Override
  public <T> Future<T> offLoop(Callable<T> work) {
    return files.run(work);
  }

  @Override
  public Journal.Position journal() {
    return journal.position();
  }

  @Override
  public Moment now() {
    return clock.get();
  }

  private JobId newId() {
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int index = 0; index < ID_LENGTH; index++) {
      id.append(ID_CHARS.charAt(random.nextInt(ID_CHARS.length())));
    }
    return new JobId(id.toString());
  }
}
