package dev.cobnut.master.api;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskView;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.PartView;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.master.journal.Journal;
import dev.cobnut.runtime.storage.StoragePaths;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers the requests that reach the acting master, whatever way they came. What isn't done fails
 * with an {@link ApiException}. Confined to the master's context.
 */
public final class JobsApi {
  private static final int JOBS_DEFAULT = 100;
  private static final int TASKS_DEFAULT = 1_000;
  private static final Comparator<JobView> NEWEST_FIRST =
      Comparator.comparingLong((JobView job) -> job.times().submittedMs())
          .reversed()
          .thenComparing(JobView::id);

  private final Desk desk;
  private final JobCatalogue jobs;
  private final Submissions submissions;

  /**
   * The front door of a master.
   *
   * @param plugins keeps what a job needs, before it is accepted
   */
  public JobsApi(
      Desk desk, JobCatalogue jobs, SubmissionCheck check, Submissions.PluginKeeper plugins) {
    this.desk = desk;
    this.jobs = jobs;
    this.submissions = new Submissions(desk, check, plugins);
  }

  /** Answers a request; its {@code op} names an {@link Operation}. */
  public Future<JsonObject> call(JsonObject request) {
    try {
      Operation operation = Operation.of(request);
      Fields fields = operation.fields(request);
      return switch (operation) {
        case SUBMIT -> submit(request, fields);
        case GET -> get(jobId(fields), Operation.waitMs(fields));
        case LIST -> list(fields);
        case CANCEL -> cancel(jobId(fields));
        case TASKS -> tasks(jobId(fields), fields);
        case OUTPUT -> output(jobId(fields), fields);
        case WORKERS -> workers();
        case DRAIN -> drain(fields);
        case JOURNAL -> Future.succeededFuture(journal());
        case PLUGINS -> Future.succeededFuture(PluginDocuments.list(jobs.plugins()));
      };
    } catch (ApiException refused) {
      return Future.failedFuture(refused);
    }
  }

  private Future<JsonObject> submit(JsonObject request, Fields fields) {
    if (!(request.getValue("request") instanceof JsonObject document)) {
      throw Problem.malformed("request: not a JSON object (expected: a JSON object)").toException();
    }
    return submissions
        .submit(
            document,
            fields.text("idempotencyKey"),
            new Submissions.OutputUse(
                fields.flag("overwrite", false), fields.flag("holdsJournal", false)))
        .compose(job -> desk.answer(scheduler -> document(scheduler, job)));
  }

  private Future<JsonObject> get(JobId job, long waitMs) {
    if (waitMs == 0) {
      return desk.answer(scheduler -> document(scheduler, job));
    }
    return desk.answer(scheduler -> view(scheduler, job).state().isTerminal())
        .compose(
            hasEnded -> hasEnded ? Future.succeededFuture(Optional.empty()) : desk.end(job, waitMs))
        .compose(
            (Optional<JsonObject> end) ->
                end.map(Future::succeededFuture).orElseGet(() -> get(job, 0)));
  }

  private Future<JsonObject> list(Fields fields) {
    Optional<JobState> state = fields.text("state").map(JobsApi::state);
    Page page = Page.of(fields, JOBS_DEFAULT);
    JobCursor after = page.after().isEmpty() ? JobCursor.START : JobCursor.parse(page.after());
    long nowMs = desk.now().wallMs();
    return desk.answer(
        scheduler -> {
          List<JobView> sorted =
              scheduler.jobs().stream()
                  .filter(job -> state.isEmpty() || job.state() == state.get())
                  .sorted(NEWEST_FIRST)
                  .toList();
          return page.cut(
              sorted,
              after::isBefore,
              job -> JobCursor.of(job).text(),
              job -> JobDocuments.job(scheduler, job, nowMs));
        });
  }

  private static JobState state(String text) {
    return Arrays.stream(JobState.values())
        .filter(state -> state.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.illTyped(
                        "state", "\"" + text + "\"", "one of " + List.of(JobState.values()))
                    .toException());
  }

  private Future<JsonObject> cancel(JobId job) {
    return desk.answer(
            scheduler -> {
              JobView view = view(scheduler, job);
              if (view.state().isTerminal()) {
                throw tooLate(view).toException();
              }
              return view;
            })
        .compose(view -> desk.cancel(job))
        .compose(
            cancelled ->
                desk.answer(
                    scheduler -> {
                      if (!cancelled) {
                        throw tooLate(view(scheduler, job)).toException();
                      }
                      return document(scheduler, job);
                    }));
  }

  private static Problem tooLate(JobView job) {
    return Problem.conflict(
            "not-cancellable",
            "Not cancellable",
            "job " + job.id() + ": " + job.state() + " (expected: a job that isn't decided)")
        .with("state", job.state().name());
  }

  private Future<JsonObject> tasks(JobId job, Fields fields) {
    Page page = Page.of(fields, TASKS_DEFAULT);
    Optional<TaskId> after =
        Optional.of(page.after()).filter(text -> !text.isEmpty()).map(text -> task(job, text));
    return desk.answer(
        scheduler -> {
          view(scheduler, job);
          List<TaskView> sorted =
              scheduler.tasks(job).stream().sorted(Comparator.comparing(TaskView::id)).toList();
          return page.cut(
              sorted,
              task -> after.isEmpty() || task.id().compareTo(after.get()) > 0,
              task -> task.id().name(),
              JobDocuments::task);
        });
  }

  private static TaskId task(JobId job, String name) {
    try {
      return TaskId.parse(job, name);
    } catch (IllegalArgumentException notATask) {
      throw badCursor(name, "the next of a list of tasks").toException();
    }
  }

  private static Problem badCursor(String found, String expected) {
    return Problem.illTyped("after", "\"" + found + "\"", expected);
  }

  private Future<JsonObject> output(JobId job, Fields fields) {
    Page page = Page.of(fields, TASKS_DEFAULT);
    return desk.answer(
        scheduler -> {
          JobView view = view(scheduler, job);
          if (view.state() != JobState.SUCCEEDED) {
            throw Problem.conflict(
                    "no-output",
                    "No output",
                    "job " + job + ": " + view.state() + " (expected: SUCCEEDED)")
                .with("state", view.state().name())
                .toException();
          }
          return page.cut(
                  scheduler.parts(job),
                  part -> name(part).compareTo(page.after()) > 0,
                  JobsApi::name,
                  part -> JobDocuments.part(name(part), part))
              .put("output", view.spec().output());
        });
  }

  private static String name(PartView part) {
    return StoragePaths.part(part.partition());
  }

  private Future<JsonObject> workers() {
    return desk.answer(
        scheduler -> {
          JsonArray items = new JsonArray();
          scheduler.workers(desk.now()).forEach(worker -> items.add(JobDocuments.worker(worker)));
          return new JsonObject().put("items", items).putNull("next");
        });
  }

  private JsonObject journal() {
    Journal.Position position = desk.journal();
    return new JsonObject()
        .put("term", position.term())
        .put("segment", position.segment())
        .put("snapshot", position.snapshot());
  }

  private Future<JsonObject> drain(Fields fields) {
    String name = fields.requiredText("worker", "the id of a worker");
    boolean draining = fields.flag("draining", true);
    return desk.answer(scheduler -> worker(scheduler, name).info().id())
        .compose(
            (WorkerId id) -> {
              desk.drain(id, draining);
              return desk.answer(scheduler -> JobDocuments.worker(worker(scheduler, name)));
            });
  }

  private WorkerView worker(Scheduler scheduler, String name) {
    return scheduler.workers(desk.now()).stream()
        .filter(worker -> worker.info().id().toString().equals(name))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("worker", name).toException());
  }

  private JsonObject document(Scheduler scheduler, JobId job) {
    return JobDocuments.job(scheduler, view(scheduler, job), desk.now().wallMs());
  }

  private static JobView view(Scheduler scheduler, JobId job) {
    return scheduler.job(job).orElseThrow(() -> Problem.notFound("job", job.value()).toException());
  }

  private static JobId jobId(Fields fields) {
    String text = fields.requiredText("id", "the id of a job");
    try {
      return new JobId(text);
    } catch (IllegalArgumentException noSuchForm) {
      throw Problem.notFound("job", text).toException();
    }
  }

  /** A place in the list of jobs, which stays where it is when jobs are forgotten. */
  private record JobCursor(long submittedMs, String id) {
    static final JobCursor START = new JobCursor(Long.MAX_VALUE, "");

    static JobCursor of(JobView job) {
      return new JobCursor(job.times().submittedMs(), job.id().value());
    }

    static JobCursor parse(String text) {
      int dash = text.indexOf('-');
      if (dash < 1 || dash > 18 || !text.substring(0, dash).matches("\\d+")) {
        throw badCursor(text, "the next of a list of jobs").toException();
      }
      return new JobCursor(Long.parseLong(text.substring(0, dash)), text.substring(dash + 1));
    }

    String text() {
      return submittedMs + "-" + id;
    }

    boolean isBefore(JobView job) {
      long other = job.times().submittedMs();
      return other < submittedMs || (other == submittedMs && job.id().value().compareTo(id) > 0);
    }
  }
}
