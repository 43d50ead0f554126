package dev.cobnut.master.api;

import dev.cobnut.core.model.IdempotencyKey;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.master.api.SubmissionCheck.Circumstances;
import dev.cobnut.runtime.crash.CrashPoint;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes submissions: reads them, checks them off the event loop, and hands them to the scheduler.
 * The same idempotency key gives the same job. Confined to the master's context.
 */
public final class Submissions {
  private static final int KEY_CHARS_MAX = 255;

  private final Desk desk;
  private final SubmissionCheck check;
  private final PluginKeeper plugins;

  /** Keeps what a job needs of its plugin, before the job is accepted. */
  @FunctionalInterface
  public interface PluginKeeper {
    void keep(PluginRef plugin) throws IOException;
  }

  Submissions(Desk desk, SubmissionCheck check, PluginKeeper plugins) {
    this.desk = desk;
    this.check = check;
    this.plugins = plugins;
  }

  /**
   * What may be at the output.
   *
   * @param overwrite whether an output that exists gives way
   * @param holdsJournal whether this master's journal lies in it
   */
  record OutputUse(boolean overwrite, boolean holdsJournal) {}

  /** Submits; the answer is the id of the job, new or there already. */
  Future<JobId> submit(JsonObject document, Optional<String> key, OutputUse output) {
    key.ifPresent(Submissions::requireReadable);
    SubmitRequest request = SubmitRequest.parse(document);
    return desk.answer(
            scheduler ->
                new Standing(
                    sameJob(scheduler, key, request.sha256()),
                    circumstances(scheduler, key, output)))
        .compose(
            standing ->
                standing
                    .sameJob()
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            desk.offLoop(() -> checkAndKeep(request, standing.circumstances()))
                                .compose(this::submitChecked)
                                .recover(refused -> twin(key, request, refused))));
  }

  /** The same request may have come twice at once, and this one be refused for the other. */
  private Future<JobId> twin(Optional<String> key, SubmitRequest request, Throwable refused) {
    return desk.answer(scheduler -> sameJob(scheduler, key, request.sha256()))
        .compose(
            twin ->
                twin.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(refused)));
  }

  private JobSpec checkAndKeep(SubmitRequest request, Circumstances circumstances)
      throws IOException {
    JobSpec job = check.check(request, circumstances);
    plugins.keep(job.plugin());
    CrashPoint.MASTER_AFTER_PLUGIN.reach();
    return job;
  }

  private record Standing(Optional<JobId> sameJob, Circumstances circumstances) {}

  private Future<JobId> submitChecked(JobSpec job) {
    Optional<IdempotencyKey> key = job.idempotencyKey();
    return desk.answer(
            scheduler ->
                sameJob(
                    scheduler,
                    key.map(IdempotencyKey::key),
                    key.map(IdempotencyKey::requestSha256).orElse("")))
        .compose(sameJob -> sameJob.map(Future::succeededFuture).orElseGet(() -> desk.submit(job)));
  }

  private static Optional<JobId> sameJob(
      Scheduler scheduler, Optional<String> key, String requestSha256) {
    Optional<JobId> job = key.flatMap(scheduler::jobWithKey);
    boolean isOther =
        job.flatMap(scheduler::spec)
            .flatMap(JobSpec::idempotencyKey)
            .filter(first -> !first.requestSha256().equals(requestSha256))
            .isPresent();
    if (isOther) {
      throw keyTaken(job.orElseThrow()).toException();
    }
    return job;
  }

  /** The answer where another request had the key. */
  public static Problem keyTaken(JobId by) {
    return Problem.of(
            422,
            "idempotency-key-reused",
            "Idempotency key reused",
            "Idempotency-Key: was sent with another request (expected: the same request, or"
                + " another key)")
        .with("field", "Idempotency-Key")
        .with("job", by.value());
  }

  private static Circumstances circumstances(
      Scheduler scheduler, Optional<String> key, OutputUse output) {
    Map<String, String> taken = new HashMap<>();
    for (JobId job : scheduler.activeJobs()) {
      scheduler.spec(job).ifPresent(spec -> taken.put(spec.output(), job.value()));
    }
    return new Circumstances(
        scheduler.slots(), output.overwrite(), output.holdsJournal(), key, taken);
  }

  private static void requireReadable(String key) {
    boolean isReadable =
        !key.isEmpty()
            && key.length() <= KEY_CHARS_MAX
            && key.chars().allMatch(c -> c >= ' ' && c <= '~');
    if (!isReadable) {
      throw Problem.illTyped(
              "Idempotency-Key",
              key.length() + " characters",
              "1 to " + KEY_CHARS_MAX + " visible ASCII characters")
          .toException();
    }
  }
}
