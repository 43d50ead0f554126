package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Save;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds what a scheduler decides, and what leaves a master, against the rules. */
final class DecisionChecks {
  private final Simulation sim;
  private final DurableChecks durable;
  private final Set<AttemptId> ordered = new HashSet<>();

  DecisionChecks(Simulation sim, DurableChecks durable) {
    this.sim = sim;
    this.durable = durable;
  }

  void decided(SimMaster master, Event event, List<Command> commands) {
    if (event instanceof Event.WorkerJoined) {
      oneLifeOfEachNode(master);
    }
    if (commands.isEmpty()) {
      return;
    }
    if (event instanceof Event.AttemptEnded ended
        && ended.outcome() instanceof Outcome.Failed failed
        && DurableChecks.UNCOUNTED.contains(failed.failure().kind())) {
      isNotCounted(failed, commands);
    }
    Map<WorkerId, WorkerView> workers = new HashMap<>();
    for (Command command : commands) {
      WorkerId to = addressee(command);
      if (to != null) {
        if (workers.isEmpty()) {
          views(master).forEach(view -> workers.put(view.info().id(), view));
        }
        WorkerView worker = workers.get(to);
        if (worker == null) {
          throw new Violation(command + ": to a worker that is held dead");
        }
        if (command instanceof Command.StartAttempt start) {
          started(master, start, worker);
        }
      } else if (command instanceof Save.SaveJob job && job.state() == JobState.SUCCEEDED) {
        counters(master, job);
      } else if (command instanceof Save.SaveIdle idle
          && idle.failures() > 0
          && countsByItself(event)) {
        durable.noteFailure(idle.task());
      }
    }
  }

  private static void isNotCounted(Outcome.Failed failed, List<Command> commands) {
    for (Command command : commands) {
      if (command instanceof Save.SaveIdle idle
          && idle.task().equals(failed.attempt().task())
          && idle.lost().isEmpty()) {
        throw new Violation(failed + ": counted as failure " + idle.failures());
      }
    }
  }

  /** Whether a failure that follows is one that no worker told. */
  private static boolean countsByItself(Event event) {
    return event instanceof Event.Tick
        || (event instanceof Event.AttemptEnded ended
            && ended.outcome() instanceof Outcome.Collected);
  }

  private static List<WorkerView> views(SimMaster master) {
    return master.scheduler().workers(master.now());
  }

  private static void oneLifeOfEachNode(SimMaster master) {
    List<WorkerId> ids = views(master).stream().map(view -> view.info().id()).toList();
    if (ids.stream().map(WorkerId::node).distinct().count() < ids.size()) {
      throw new Violation("two lives of a node: " + ids);
    }
  }

  private void started(SimMaster master, Command.StartAttempt start, WorkerView worker) {
    boolean repeated = !ordered.add(start.attempt());
    WorkerView.State state = worker.state();
    if (state == WorkerView.State.SILENT || (!repeated && state != WorkerView.State.ACTIVE)) {
      throw new Violation(start + ": to a worker that is " + state);
    }
    JobId job = start.attempt().task().job();
    int javaFeature = worker.info().javaFeature();
    Integer before = durable.javaFeature(job);
    if (!master.isZombie() && before != null && before != 0 && before != javaFeature) {
      throw new Violation(start + ": on Java " + javaFeature + " (expected: " + before + ")");
    }
  }

  private static @Nullable WorkerId addressee(Command command) {
    if (command instanceof Command.StartAttempt start) {
      return start.worker();
    } else if (command instanceof Command.StopAttempt stop) {
      return stop.worker();
    } else if (command instanceof Command.AcknowledgeOutcome acknowledge) {
      return acknowledge.worker();
    } else if (command instanceof Command.AnnounceMapOutputs news) {
      return news.worker();
    } else if (command instanceof Command.CheckMapOutput check) {
      return check.owner();
    } else if (command instanceof Command.TellDraining tell) {
      return tell.worker();
    }
    return null;
  }

  private void counters(SimMaster master, Save.SaveJob job) {
    JobView view = master.scheduler().job(job.job()).orElseThrow();
    Map<String, Long> expected = new TreeMap<>(sim.definition(job.spec()).counters(job.job()));
    long skipped = sim.observer().skipped(job.job());
    if (skipped > 0) {
      expected.put(SimJob.SKIPPED, skipped);
    }
    if (!view.counters().equals(expected)) {
      throw new Violation(
          job.job() + ": counters: " + view.counters() + " (expected: " + expected + ")");
    }
    if (view.maps().completed() != view.maps().total() || view.maps().running() != 0) {
      throw new Violation(job.job() + ": maps: " + view.maps() + " (expected: all completed)");
    }
  }

  /** Segments may hold more by now than what a command rests on. */
  void leaves(Command.ToWorld command) {
    if (command instanceof Command.AnnounceMapOutputs news) {
      news.locations()
          .forEach(location -> durable.mustHaveCompleted(location.attempt(), "announced"));
    } else if (command instanceof Command.AcknowledgeOutcome acknowledge
        && !acknowledge.discard()) {
      durable.mustHaveCompleted(acknowledge.attempt(), "acknowledged as kept");
    } else if (command instanceof Command.DropJobData drop && !durable.hasEnded(drop.job())) {
      throw new Violation(drop + ": before the end of the job is durable");
    } else if (command instanceof Command.Publish publish) {
      durable.mustHaveBeen(publish.job(), JobState.PUBLISHING);
    } else if (command instanceof Command.StartAttempt start) {
      durable.mustHaveBeen(start.attempt().task().job(), JobState.MAPPING, JobState.REDUCING);
    }
  }
}
