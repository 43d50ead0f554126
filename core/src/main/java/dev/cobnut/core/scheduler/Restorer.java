package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Save.SaveCompleted;
import dev.cobnut.core.scheduler.Save.SaveForgotten;
import dev.cobnut.core.scheduler.Save.SaveIdle;
import dev.cobnut.core.scheduler.Save.SaveJob;
import dev.cobnut.core.scheduler.Save.SaveSkips;
import dev.cobnut.core.scheduler.Save.SaveStage;
import dev.cobnut.core.scheduler.TaskState.Completed;
import dev.cobnut.core.scheduler.TaskState.MapDone;
import dev.cobnut.core.scheduler.TaskState.ReduceDone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads state back from after-images, which may come in any order of their keys. */
final class Restorer {
  /** The last after-images of a job. */
  private static final class Saved {
    private @Nullable SaveJob job;
    private final Map<Integer, SaveStage> stages = new TreeMap<>();
    private final Map<TaskId, Save> tasks = new TreeMap<>();
    private final Map<TaskId, SaveSkips> skips = new TreeMap<>();
  }

  private final Books books;
  private final long nowMs;
  private final Set<String> absentNodes;

  Restorer(Books books, long nowMs, Set<String> absentNodes) {
    this.books = books;
    this.nowMs = nowMs;
    this.absentNodes = absentNodes;
  }

  /** A node that was seen leaving may have been cut off for a moment; another may be starting. */
  private long awaitedUntilMs(WorkerId worker) {
    Limits.WorkerLimits limits = books.limits().workers();
    return nowMs + (absentNodes.contains(worker.node()) ? limits.silenceMs() : limits.returnMs());
  }

  void restore(List<Save> saves) {
    Map<JobId, Saved> byJob = new TreeMap<>();
    saves.forEach(save -> note(byJob, save));
    List<SaveJob> jobs = new ArrayList<>();
    for (Saved saved : byJob.values()) {
      if (saved.job != null) {
        jobs.add(saved.job);
      }
    }
    jobs.sort(Comparator.comparingLong(SaveJob::submittedMs).thenComparing(SaveJob::job));
    for (SaveJob job : jobs) {
      books.jobs().restore(job);
      restoreTasks(job.job(), byJob.getOrDefault(job.job(), new Saved()));
    }
    jobs.sort(Comparator.comparingLong(job -> job.endedMs().orElse(Long.MAX_VALUE)));
    jobs.forEach(job -> noteEnd(job.job()));
  }

  private static void note(Map<JobId, Saved> byJob, Save save) {
    if (save instanceof SaveForgotten) {
      byJob.remove(save.job());
      return;
    }
    Saved saved = byJob.computeIfAbsent(save.job(), job -> new Saved());
    if (save instanceof SaveJob job) {
      saved.job = job;
    } else if (save instanceof SaveStage stage) {
      saved.stages.put(stage.stage(), stage);
    } else if (save instanceof SaveCompleted completed) {
      saved.tasks.put(completed.task(), completed);
    } else if (save instanceof SaveIdle idle) {
      saved.tasks.put(idle.task(), idle);
    } else if (save instanceof SaveSkips skips) {
      saved.skips.put(skips.task(), skips);
    } else {
      throw new IllegalArgumentException("save: " + save + " (expected: a known kind)");
    }
  }

  private void restoreTasks(JobId id, Saved saved) {
    JobRun job = books.jobs().find(id);
    if (job == null) {
      return;
    }
    for (SaveStage stage : saved.stages.values()) {
      int number = stage.stage();
      StageRun run = new StageRun(id, number, job.stageSpecs().get(number), stage.splits());
      run.mapsCompleted(nowMs);
      job.planned(run);
    }
    for (Save task : saved.tasks.values()) {
      if (task instanceof SaveCompleted completed) {
        restoreCompleted(job, completed);
      } else if (task instanceof SaveIdle idle) {
        restoreIdle(job, idle);
      }
    }
    for (SaveSkips skips : saved.skips.values()) {
      StageRun stage = job.stageOf(skips.task());
      if (stage != null) {
        TaskTable table = stage.table(skips.task().kind());
        table.skips().put(skips.task().index(), skips.skips(), skips.collecting());
        if (skips.skips().version() > 0) {
          table.settleLost(skips.task().index());
        }
      }
    }
    job.stages().stream().filter(run -> !run.needsMapOutputs()).forEach(StageRun::settleMaps);
    books.jobs().rank(job);
  }

  private void restoreCompleted(JobRun job, SaveCompleted saved) {
    StageRun stage = job.stageOf(saved.task());
    if (stage != null) {
      int index = saved.task().index();
      Completed done = completed(job, stage, saved);
      TaskTable table = stage.table(saved.task().kind());
      table.completed(index, done);
      table.durations().add(done.endedMs() - done.startedMs());
      table.runs().add(done.endedMs() - done.startedMs());
      if (done instanceof MapDone map && !job.isEnded()) {
        map.worker().holds(stage, index);
      }
    }
  }

  private void restoreIdle(JobRun job, SaveIdle saved) {
    StageRun stage = job.stageOf(saved.task());
    if (stage != null) {
      Completed lost = null;
      if (saved.lost().isPresent()) {
        lost = completed(job, stage, saved.lost().get());
      }
      TaskState.Idle idle = new TaskState.Idle(saved.failures(), lost);
      stage.table(saved.task().kind()).restore(saved.task().index(), idle, saved.givenUpMs());
    }
  }

  private Completed completed(JobRun job, StageRun stage, SaveCompleted saved) {
    TaskTable table = stage.table(saved.task().kind());
    if (saved.backup()) {
      table.noteBackup(saved.attempt());
    }
    byte[] counters = table.counters().pack(saved.result().counters());
    long startedMs = saved.startedMs();
    long endedMs = saved.endedMs();
    if (saved.result() instanceof TaskResult.PreparedPart part) {
      return new ReduceDone(
          saved.attempt(), saved.location().worker(), part, counters, startedMs, endedMs);
    }
    TaskResult.MapOutput output = (TaskResult.MapOutput) saved.result();
    Worker worker =
        job.isEnded()
            ? new Worker(saved.location(), 0, nowMs)
            : books.workers().expect(saved.location(), awaitedUntilMs(saved.location().worker()));
    return new MapDone(saved.attempt(), worker, output, counters, startedMs, endedMs);
  }

  private void noteEnd(JobId id) {
    JobRun job = books.jobs().find(id);
    if (job != null && job.isEnded()) {
      books.jobs().ended(job);
    }
  }
}
