package dev.cobnut.master.api;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskView;
import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.PartView;
import dev.cobnut.core.scheduler.Scheduler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The documents that readers see of jobs, tasks, parts and workers. */
public final class JobDocuments {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** The engine's counter of records that were left out. */
  private static final String SKIPPED_RECORDS = "cobnut.mapSkippedRecords";

  private JobDocuments() {}

  /** A job as the scheduler has it now; empty where it has none of the id. */
  public static Optional<JsonObject> job(Scheduler scheduler, JobId job, long nowWallMs) {
    return scheduler.job(job).map(view -> job(scheduler, view, nowWallMs));
  }

  static JsonObject job(Scheduler scheduler, JobView view, long nowWallMs) {
    return job(
        view, scheduler.stages(view.id()), stage -> scheduler.maps(view.id(), stage), nowWallMs);
  }

  /**
   * A job.
   *
   * @param mapsOfStage how many maps a planned stage has
   */
  static JsonObject job(
      JobView job, List<StageSpec> stages, IntUnaryOperator mapsOfStage, long nowWallMs) {
    return new JsonObject()
        .put("id", job.id().value())
        .put("job", job.spec().job())
        .put("state", job.state().name())
        .put("progress", progress(job, Progress.of(job, stages, mapsOfStage, nowWallMs)))
        .put("counters", longs(job.counters()))
        .put("submittedAt", time(job.times().submittedMs()))
        .put("startedAt", time(job.times().startedMs()))
        .put("endedAt", time(job.times().endedMs()))
        .put("error", error(job.failure()))
        .put("plugin", plugin(job.spec().plugin()))
        .put("input", new JsonArray(job.spec().inputs()))
        .put("output", job.spec().output())
        .put("reducers", job.spec().reducers())
        .put("splitBytes", job.spec().splitBytes())
        .put("parameters", texts(job.spec().parameters()))
        .put("priority", job.spec().priority())
        .put("runningMax", job.spec().runningMax())
        .put("skipBadRecords", job.spec().skipBadRecords())
        .put("skippedRecords", job.counters().getOrDefault(SKIPPED_RECORDS, 0L))
        .put("stage", job.stage())
        .put("stages", job.stages());
  }

  private static JsonObject progress(JobView job, Progress progress) {
    return new JsonObject()
        .put("map", counts(job.maps()))
        .put("reduce", counts(job.reduces()))
        .put("percent", progress.percent())
        .put("etaSeconds", progress.etaSeconds().orElse(null));
  }

  private static JsonObject counts(JobView.TaskCounts counts) {
    return new JsonObject()
        .put("total", counts.total())
        .put("completed", counts.completed())
        .put("running", counts.running())
        .put("failed", counts.failed());
  }

  /** A task with its attempts. */
  static JsonObject task(TaskView task) {
    JsonArray attempts = new JsonArray();
    task.attempts().forEach(attempt -> attempts.add(attempt(attempt)));
    return new JsonObject()
        .put("id", task.id().name())
        .put("kind", lower(task.id().kind()))
        .put("state", lower(task.state()))
        .put("attempts", attempts);
  }

  private static JsonObject attempt(TaskView.AttemptView attempt) {
    return new JsonObject()
        .put("id", attempt.id().name())
        .put("number", attempt.id().number())
        .put("worker", attempt.worker().toString())
        .put("node", attempt.worker().node())
        .put("state", lower(attempt.state()))
        .put("backup", attempt.backup())
        .put("startedAt", time(attempt.startedMs()))
        .put("endedAt", time(attempt.endedMs()))
        .put("error", error(attempt.failure()));
  }

  /** A part of a job's output, under its final name. */
  static JsonObject part(String name, PartView part) {
    return new JsonObject()
        .put("name", name)
        .put("bytes", part.part().bytes())
        .put("records", part.part().records())
        .put("crc32c", String.format(Locale.ROOT, "%08x", part.part().crc32c()))
        .put("attempt", part.attempt().name());
  }

  /** A worker. */
  static JsonObject worker(WorkerView worker) {
    return new JsonObject()
        .put("id", worker.info().id().toString())
        .put("node", worker.info().id().node())
        .put("state", lower(worker.state()))
        .put("slots", worker.info().slots())
        .put("running", worker.running())
        .put("needed", worker.needed())
        .put("host", worker.info().host())
        .put("shufflePort", worker.info().shufflePort())
        .put("javaFeature", worker.info().javaFeature())
        .put("startedAt", time(worker.info().startedAtMs()))
        .put("heardAgoMs", worker.heardAgoMs());
  }

  private static JsonObject plugin(PluginRef plugin) {
    return new JsonObject()
        .put("name", plugin.name())
        .put("version", plugin.version())
        .put("sha256", plugin.sha256());
  }

  private static @Nullable JsonObject error(Optional<Failure> failure) {
    return failure
        .map(
            cause ->
                new JsonObject()
                    .put("kind", lower(cause.kind()))
                    .put("message", cause.message())
                    .put("detail", cause.detail()))
        .orElse(null);
  }

  private static JsonObject longs(Map<String, Long> values) {
    JsonObject json = new JsonObject();
    values.forEach(json::put);
    return json;
  }

  private static JsonObject texts(Map<String, String> values) {
    JsonObject json = new JsonObject();
    values.forEach(json::put);
    return json;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String time(long wallMs) {
    return MILLISECONDS.format(Instant.ofEpochMilli(wallMs));
  }

  private static @Nullable String time(Optional<Long> wallMs) {
    return wallMs.map(JobDocuments::time).orElse(null);
  }
}
