package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.SkipList;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.TaskView;
import dev.cobnut.core.model.WorkerView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what runs where: facts go in, orders come out, and nothing else is known or done. The
 * same facts give the same orders.
 *
 * <p>The caller carries out the commands in their order, and none before the {@link Save}s ahead of
 * it are durable; from these a later master takes up the work with {@link #restore}. An answer to a
 * command comes back as an event, or never. Confined to the master's context.
 */
public final class Scheduler {
  /** A restored scheduler orders nothing for this part of the silence, while hellos come in. */
  private static final int HELLOS_PART = 10;

  private final Books books;
  private final JobEvents jobEvents;
  private final TaskEvents taskEvents;
  private final WorkerEvents workerEvents;
  private final MapOutputEvents mapOutputEvents;
  private final Assigner assigner;
  private final Watch watch;
  private final Backups backups;
  private boolean resumes;

  /** A scheduler without jobs. */
  public Scheduler(Limits limits, long term) {
    books = Books.open(limits, term);
    Dispatch dispatch = new Dispatch(books);
    Exclusions exclusions = new Exclusions(books);
    jobEvents = new JobEvents(books, dispatch);
    taskEvents = new TaskEvents(books, jobEvents, dispatch, exclusions);
    workerEvents = new WorkerEvents(books, taskEvents, jobEvents, dispatch);
    mapOutputEvents = new MapOutputEvents(books, taskEvents, jobEvents);
    assigner = new Assigner(books, dispatch);
    watch = new Watch(books, taskEvents, exclusions, dispatch);
    backups = new Backups(books, dispatch);
  }

  /**
   * A scheduler with the state that was saved. Its first event also gives the commands that were
   * due, and may have been lost with the master before it. What runs shows in the workers' hellos.
   *
   * @param term of the new master, higher than those before it
   * @param saves after-images, in any order of their keys; of each key the last counts
   */
  public static Scheduler restore(Limits limits, long term, Moment now, List<Save> saves) {
    return restore(limits, term, now, saves, Set.of());
  }

  /**
   * As {@link #restore(Limits, long, Moment, List)}.
   *
   * @param absentNodes that were seen leaving, and so are awaited no longer than one that falls
   *     silent
   */
  public static Scheduler restore(
      Limits limits, long term, Moment now, List<Save> saves, Set<String> absentNodes) {
    Scheduler scheduler = new Scheduler(limits, term);
    new Restorer(scheduler.books, now.monotonicMs(), absentNodes).restore(saves);
    scheduler.resumes = true;
    if (scheduler.books.jobs().activeCount() > 0) {
      scheduler.assigner.waitUntil(now.monotonicMs() + limits.workers().silenceMs() / HELLOS_PART);
    }
    return scheduler;
  }

  /** Takes in a fact and gives the orders that follow from it. */
  public List<Command> apply(Event event) {
    Turn turn = new Turn(event.at());
    if (resumes) {
      resumes = false;
      jobEvents.resume(turn);
    }
    handle(turn, event);
    turn.sayNews();
    assigner.assign(turn);
    if (event instanceof Event.Tick && !assigner.isWaiting(turn.nowMs())) {
      backups.order(turn);
    }
    return turn.commands();
  }

  private void handle(Turn turn, Event event) {
    if (event instanceof Event.WorkerHeard heard) {
      workerEvents.heard(turn, heard);
    } else if (event instanceof Event.AttemptEnded ended) {
      taskEvents.ended(turn, ended);
    } else if (event instanceof Event.Tick) {
      workerEvents.watch(turn);
      watch.look(turn);
      jobEvents.forgetOld(turn);
    } else if (event instanceof Event.WorkerJoined joined) {
      workerEvents.joined(turn, joined);
    } else if (event instanceof Event.WorkerLost lost) {
      workerEvents.lost(turn, lost.worker());
    } else if (event instanceof Event.WorkerDrained drained) {
      workerEvents.drained(turn, drained);
    } else if (event instanceof Event.MapOutputUnreadable unreadable) {
      mapOutputEvents.unreadable(turn, unreadable);
    } else if (event instanceof Event.MapOutputChecked checked) {
      mapOutputEvents.checked(turn, checked);
    } else {
      handleJob(turn, event);
    }
  }

  private void handleJob(Turn turn, Event event) {
    if (event instanceof Event.JobSubmitted submitted) {
      jobEvents.submitted(turn, submitted);
    } else if (event instanceof Event.JobCancelled cancelled) {
      jobEvents.cancelled(turn, cancelled);
    } else if (event instanceof Event.JobPlanned planned) {
      jobEvents.planned(turn, planned);
    } else if (event instanceof Event.StagePlanned planned) {
      jobEvents.stagePlanned(turn, planned);
    } else if (event instanceof Event.JobBroken broken) {
      jobEvents.broken(turn, broken);
    } else if (event instanceof Event.PublicationPrepared prepared) {
      jobEvents.prepared(turn, prepared);
    } else if (event instanceof Event.JobPublished published) {
      jobEvents.published(turn, published);
    } else {
      throw new IllegalArgumentException("event: " + event + " (expected: a known kind)");
    }
  }

  /** All jobs that aren't forgotten, in order of submission. */
  public List<JobView> jobs() {
    return books.jobs().all().stream().map(Views::job).toList();
  }

  /** A job; empty where it is unknown or forgotten. */
  public Optional<JobView> job(JobId id) {
    return Optional.ofNullable(books.jobs().find(id)).map(Views::job);
  }

  /** The jobs that haven't ended, in order of submission. */
  public List<JobId> activeJobs() {
    return books.jobs().active().stream().map(JobRun::id).toList();
  }

  /** The job that was submitted with this key; empty where there is none. */
  public Optional<JobId> jobWithKey(String idempotencyKey) {
    return books.jobs().withKey(idempotencyKey);
  }

  /** What was submitted. */
  public Optional<JobSpec> spec(JobId id) {
    return Optional.ofNullable(books.jobs().find(id)).map(JobRun::spec);
  }

  /** The stages of a job; empty where it is unknown or not planned. */
  public List<StageSpec> stages(JobId id) {
    JobRun job = books.jobs().find(id);
    return job == null ? List.of() : job.stageSpecs();
  }

  /** The tasks of a job's planned stages: by stage, maps first, by index. */
  public List<TaskView> tasks(JobId id) {
    JobRun job = books.jobs().find(id);
    return job == null ? List.of() : Views.tasks(job);
  }

  /** The input of a map. */
  public Split split(TaskId map) {
    StageRun stage = stage(map.job(), map.stage());
    if (stage == null || map.kind() != TaskKind.MAP || !stage.has(map)) {
      throw new IllegalArgumentException("map: " + map + " (expected: of a planned stage)");
    }
    return stage.splits().split(map.index());
  }

  /** The records that a map leaves out. */
  public SkipList skips(TaskId map) {
    StageRun stage = stage(map.job(), map.stage());
    return stage == null || !stage.has(map)
        ? SkipList.EMPTY
        : stage.maps().skips().skips(map.index());
  }

  /** How many maps a stage has; 0 where it isn't planned. */
  public int maps(JobId id, int stage) {
    StageRun run = stage(id, stage);
    return run == null ? 0 : run.maps().size();
  }

  /**
   * Where the outputs of a stage's completed maps lie, by index.
   *
   * @param fromMap index of the first that is wanted
   */
  public List<MapOutputLocation> mapOutputs(JobId id, int stage, int fromMap, int countMax) {
    StageRun run = stage(id, stage);
    return run == null ? List.of() : Views.mapOutputs(run, fromMap, countMax);
  }

  /**
   * The file, in the job's folder, with the boundaries of a stage's partitions; empty where no
   * completed sampling stage comes before it.
   */
  public Optional<String> boundariesFile(JobId id, int stage) {
    StageRun before = stage(id, stage - 1);
    if (before == null || before.spec().kind() != StageSpec.Kind.SAMPLE) {
      return Optional.empty();
    }
    return Views.parts(before).stream()
        .findFirst()
        .map(PartView::part)
        .map(TaskResult.PreparedPart::file);
  }

  /** The completed parts of a job's last stage, by partition. */
  public List<PartView> parts(JobId id) {
    JobRun job = books.jobs().find(id);
    StageRun last = job == null ? null : job.stage(job.stageSpecs().size() - 1);
    return last == null ? List.of() : Views.parts(last);
  }

  /**
   * The parts that a job would have if this were taken in now and were the last that the job waits
   * for; empty where it isn't.
   */
  public Optional<List<PartView>> completing(Event.AttemptEnded event) {
    return new LastPart(books).parts(event);
  }

  /** The workers that have joined, by node. */
  public List<WorkerView> workers(Moment now) {
    return books.workers().all().stream()
        .flatMap(worker -> Views.worker(worker, now).stream())
        .toList();
  }

  /** Slots of all workers that have joined. */
  public int slots() {
    return books.workers().slotCount();
  }

  private @Nullable StageRun stage(JobId id, int number) {
    JobRun job = books.jobs().find(id);
    return job == null ? null : job.stage(number);
  }
}
