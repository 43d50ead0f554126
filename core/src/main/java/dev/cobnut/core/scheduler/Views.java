package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskView;
import dev.cobnut.core.model.TaskView.AttemptState;
import dev.cobnut.core.model.TaskView.AttemptView;
import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.TaskState.Completed;
import dev.cobnut.core.scheduler.TaskState.MapDone;
import dev.cobnut.core.scheduler.TaskState.ReduceDone;
import dev.cobnut.core.scheduler.WorkerState.Joined;
import dev.cobnut.core.scheduler.WorkerState.Probed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What readers see of the scheduler's state. */
final class Views {
  private Views() {}

  static JobView job(JobRun job) {
    return new JobView(
        job.id(),
        job.spec(),
        job.state(),
        job.stage(),
        job.stageSpecs().size(),
        counts(job, TaskKind.MAP),
        counts(job, TaskKind.REDUCE),
        counters(job),
        new JobView.Times(job.submittedMs(), job.startedMs(), job.endedMs()),
        job.failure());
  }

  private static JobView.TaskCounts counts(JobRun job, TaskKind kind) {
    int total = 0;
    int completed = 0;
    int running = 0;
    int failed = 0;
    for (StageRun stage : job.stages()) {
      TaskTable table = stage.table(kind);
      total += table.size();
      completed += table.completed();
      running += table.inProgress().size();
      failed += table.failed();
    }
    return new JobView.TaskCounts(total, completed, running, failed);
  }

  /** Without those of sampling, which reads what the stage after it reads again. */
  private static Map<String, Long> counters(JobRun job) {
    Map<String, Long> totals = new TreeMap<>();
    for (StageRun stage : job.stages()) {
      if (stage.spec().kind() == StageSpec.Kind.MAP_REDUCE) {
        stage.maps().counters().addTo(totals);
        stage.reduces().counters().addTo(totals);
      }
    }
    return totals;
  }

  static List<TaskView> tasks(JobRun job) {
    List<TaskView> views = new ArrayList<>();
    for (StageRun stage : job.stages()) {
      for (TaskKind kind : TaskKind.values()) {
        TaskTable table = stage.table(kind);
        for (int index = 0; index < table.size(); index++) {
          views.add(task(table, index));
        }
      }
    }
    return views;
  }

  private static TaskView task(TaskTable table, int index) {
    List<AttemptView> attempts = new ArrayList<>(table.past().of(index));
    TaskState state = table.state(index);
    table.running(index).forEach(attempt -> attempts.add(running(attempt)));
    if (state instanceof Completed done) {
      attempts.add(
          new AttemptView(
              done.attempt(table.task(index)),
              done.workerId(),
              AttemptState.SUCCEEDED,
              table.isBackup(done.attempt(table.task(index))),
              done.startedMs(),
              Optional.of(done.endedMs()),
              Optional.empty()));
    }
    attempts.sort((one, other) -> one.id().compareTo(other.id()));
    return new TaskView(table.task(index), state.kind(), attempts);
  }

  private static AttemptView running(Attempt attempt) {
    return new AttemptView(
        attempt.id(),
        attempt.worker().id(),
        AttemptState.RUNNING,
        attempt.isBackup(),
        attempt.startedMs(),
        Optional.empty(),
        Optional.empty());
  }

  static Optional<WorkerView> worker(Worker worker, Moment now) {
    return worker.joined().map(joined -> worker(worker, joined, now));
  }

  private static WorkerView worker(Worker worker, Joined joined, Moment now) {
    WorkerView.State state = WorkerView.State.ACTIVE;
    if (joined instanceof Probed) {
      state = WorkerView.State.SILENT;
    } else if (worker.isDraining()) {
      state = WorkerView.State.DRAINING;
    } else if (worker.isExcluded()) {
      state = WorkerView.State.EXCLUDED;
    }
    long heardAgoMs = Math.max(0, now.monotonicMs() - joined.heardMs());
    return new WorkerView(
        joined.info(), state, worker.running().size(), worker.isNeeded(), heardAgoMs);
  }

  static List<MapOutputLocation> mapOutputs(StageRun stage, int fromMap, int countMax) {
    List<MapOutputLocation> locations = new ArrayList<>();
    TaskTable maps = stage.maps();
    for (int map = Math.max(0, fromMap); map < maps.size() && locations.size() < countMax; map++) {
      if (maps.state(map) instanceof MapDone done) {
        locations.add(done.worker().location(done.attempt(maps.task(map))));
      }
    }
    return locations;
  }

  /** Where the outputs of these maps lie, as far as they are completed. */
  static List<MapOutputLocation> mapOutputs(StageRun stage, List<Integer> indexes) {
    List<MapOutputLocation> locations = new ArrayList<>();
    for (int map : indexes) {
      if (stage.maps().state(map) instanceof MapDone done) {
        locations.add(done.worker().location(done.attempt(stage.maps().task(map))));
      }
    }
    return List.copyOf(locations);
  }

  static List<PartView> parts(StageRun stage) {
    List<PartView> parts = new ArrayList<>();
    TaskTable reduces = stage.reduces();
    for (int index = 0; index < reduces.size(); index++) {
      if (reduces.state(index) instanceof ReduceDone done) {
        parts.add(new PartView(index, done.attempt(reduces.task(index)), done.part()));
      }
    }
    return parts;
  }
}
