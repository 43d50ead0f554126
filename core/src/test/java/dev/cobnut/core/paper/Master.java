package dev.cobnut.core.paper;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Limits;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.core.scheduler.Scheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The real scheduler, whose orders the cluster carries out at once. */
final class Master {
  static final JobId JOB = new JobId("sort");

  private final Scheduler scheduler;
  private final Cluster cluster;
  private final List<Split> splits;
  private final Deque<Event> answers = new ArrayDeque<>();

  Master(boolean backups, Cluster cluster, List<Split> splits) {
    Limits defaults = Limits.DEFAULT;
    Limits.TaskLimits tasks =
        new Limits.TaskLimits(
            defaults.tasks().attemptsMax(),
            defaults.tasks().timeoutMs(),
            backups,
            defaults.tasks().skippedMax());
    this.scheduler = new Scheduler(new Limits(tasks, defaults.workers(), defaults.jobs()), 1);
    this.cluster = cluster;
    this.splits = splits;
  }

  static Split split(int map, int machine) {
    String name = "input-" + map;
    long bytes = (long) (Sort.SPLIT_MB * 1e6);
    FileSlice slice = new FileSlice(Machine.folder(machine) + name, name, 0, bytes, bytes, 1);
    return new Split(List.of(slice));
  }

  void submit(Moment now) {
    JobSpec spec =
        new JobSpec(
            "sort",
            new PluginRef("sort", "1", "0".repeat(64)),
            List.of("/gfs"),
            "/out",
            Sort.REDUCES,
            64 << 20,
            Map.of(),
            0,
            0,
            false,
            false,
            Optional.empty());
    tell(new Event.JobSubmitted(now, JOB, spec));
  }

  void tell(Event event) {
    answers.add(event);
    while (!answers.isEmpty()) {
      Event next = answers.remove();
      scheduler.apply(next).forEach(command -> carryOut(command, next.at()));
    }
  }

  JobState state() {
    return scheduler.job(JOB).orElseThrow().state();
  }

  private void carryOut(Command command, Moment now) {
    if (command instanceof Command.StartAttempt order) {
      cluster.start(order.worker(), order.attempt(), order.backup());
    } else if (command instanceof Command.StopAttempt order) {
      cluster.machine(order.worker()).ifPresent(machine -> machine.stop(order.attempt()));
    } else if (command instanceof Command.AnnounceMapOutputs news) {
      cluster.machine(news.worker()).ifPresent(Machine::hearsOfMapOutputs);
    } else if (command instanceof Command.AcknowledgeOutcome settled && settled.discard()) {
      cluster.machine(settled.worker()).ifPresent(one -> one.discard(settled.attempt()));
    } else if (command instanceof Command.AskHello asked) {
      cluster.machine(asked.worker()).ifPresent(machine -> answers.add(cluster.hello(machine)));
    } else if (command instanceof Save.SaveCompleted saved) {
      cluster.completed(saved);
    } else if (command instanceof Save.SaveIdle saved && saved.lost().isPresent()) {
      cluster.lost(saved.task());
    } else {
      answer(command, now);
    }
  }

  private void answer(Command command, Moment now) {
    if (command instanceof Command.PlanJob) {
      StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, Sort.REDUCES);
      answers.add(new Event.JobPlanned(now, JOB, List.of(stage)));
    } else if (command instanceof Command.PlanStage) {
      answers.add(new Event.StagePlanned(now, JOB, 0, splits));
    } else if (command instanceof Command.PreparePublication) {
      answers.add(new Event.PublicationPrepared(now, JOB));
    } else if (command instanceof Command.Publish) {
      answers.add(new Event.JobPublished(now, JOB));
    }
  }

  static boolean isMap(AttemptId attempt) {
    return attempt.task().kind() == TaskKind.MAP;
  }
}
