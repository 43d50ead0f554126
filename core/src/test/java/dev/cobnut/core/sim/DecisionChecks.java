package dev.cobnut.core.sim;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Save;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds what a scheduler decides, and what leaves a master, against the rules. */
final class DecisionChecks {
  private final Simulation sim;
  private final DurableChecks durable;

  DecisionChecks(Simulation sim, DurableChecks durable) {
    this.sim = sim;
    this.durable = durable;
  }

  void decided(SimMaster master, List<Command> commands) {
    Map<WorkerId, WorkerView> workers = new HashMap<>();
    master
        .scheduler()
        .workers(master.now())
        .forEach(worker -> workers.put(worker.info().id(), worker));
    if (workers.keySet().stream().map(WorkerId::node).distinct().count() < workers.size()) {
      throw new Violation("two lives of a node: " + workers.keySet());
    }
    for (Command command : commands) {
      addressee(command)
          .filter(worker -> !workers.containsKey(worker))
          .ifPresent(
              worker -> {
                throw new Violation(command + ": to a worker that is held dead");
              });
      if (command instanceof Command.StartAttempt start) {
        started(master, start, workers.get(start.worker()));
      } else if (command instanceof Save.SaveJob job && job.state() == JobState.SUCCEEDED) {
        counters(master, job);
      }
    }
  }

  private void started(SimMaster master, Command.StartAttempt start, WorkerView worker) {
    if (worker.state() == WorkerView.State.SILENT) {
      throw new Violation(start + ": to a silent worker");
    }
    JobId job = start.attempt().task().job();
    int javaFeature = worker.info().javaFeature();
    Integer before = durable.javaFeature(job);
    if (!isZombie(master) && before != null && before != 0 && before != javaFeature) {
      throw new Violation(start + ": on Java " + javaFeature + " (expected: " + before + ")");
    }
  }

  private static Optional<WorkerId> addressee(Command command) {
    if (command instanceof Command.StartAttempt start) {
      return Optional.of(start.worker());
    } else if (command instanceof Command.StopAttempt stop) {
      return Optional.of(stop.worker());
    } else if (command instanceof Command.AcknowledgeOutcome acknowledge) {
      return Optional.of(acknowledge.worker());
    } else if (command instanceof Command.AnnounceMapOutputs news) {
      return Optional.of(news.worker());
    } else if (command instanceof Command.CheckMapOutput check) {
      return Optional.of(check.owner());
    }
    return Optional.empty();
  }

  private void counters(SimMaster master, Save.SaveJob job) {
    JobView view = master.scheduler().job(job.job()).orElseThrow();
    Map<String, Long> expected = sim.definition(job.spec()).counters(job.job());
    if (!view.counters().equals(expected)) {
      throw new Violation(
          job.job() + ": counters: " + view.counters() + " (expected: " + expected + ")");
    }
    if (view.maps().completed() != view.maps().total() || view.maps().running() != 0) {
      throw new Violation(job.job() + ": maps: " + view.maps() + " (expected: all completed)");
    }
  }

  private boolean isZombie(SimMaster master) {
    return master.term() < sim.store().term();
  }

  /** A zombie's words rest on what was durable in its own term. */
  void leaves(SimMaster master, Command.ToWorld command) {
    boolean zombie = isZombie(master);
    if (command instanceof Command.AnnounceMapOutputs news) {
      news.locations()
          .forEach(location -> durable.mustHaveCompleted(location.attempt(), "announced"));
    } else if (command instanceof Command.AcknowledgeOutcome acknowledge
        && !acknowledge.discard()) {
      durable.mustHaveCompleted(acknowledge.attempt(), "acknowledged as kept");
    } else if (command instanceof Command.DropJobData drop && !durable.hasEnded(drop.job())) {
      throw new Violation(drop + ": before the end of the job is durable");
    } else if (command instanceof Command.Publish publish && !zombie) {
      durable.mustBe(publish.job(), JobState.PUBLISHING);
    } else if (command instanceof Command.StartAttempt start && !zombie) {
      durable.mustBe(start.attempt().task().job(), JobState.MAPPING, JobState.REDUCING);
    }
  }
}
