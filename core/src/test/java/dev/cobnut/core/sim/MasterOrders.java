package dev.cobnut.core.sim;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.SkipList;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.PartView;
import dev.cobnut.core.scheduler.Scheduler;
import java.util.List;
import java.util.Optional;

/** Carries out a scheduler's commands in the simulated world. */
final class MasterOrders {
  static final int PAGE = 4;

  private final Simulation sim;
  private final SimMaster master;

  MasterOrders(Simulation sim, SimMaster master) {
    this.sim = sim;
    this.master = master;
  }

  void carryOut(Command.ToWorld command) {
    if (command instanceof Command.StartAttempt start) {
      start(start);
    } else if (command instanceof Command.StopAttempt stop) {
      toWorker(stop.worker(), new ToWorker.StopAttempt(master.term(), stop.attempt()));
    } else if (command instanceof Command.AcknowledgeOutcome ack) {
      List<AttemptId> one = List.of(ack.attempt());
      List<AttemptId> none = List.of();
      toWorker(
          ack.worker(),
          new ToWorker.Acknowledge(
              master.term(), ack.discard() ? none : one, ack.discard() ? one : none));
    } else if (command instanceof Command.AnnounceMapOutputs news) {
      announce(news.worker(), news.job(), news.stage(), news.locations());
    } else if (command instanceof Command.CheckMapOutput check) {
      toWorker(check.owner(), new ToWorker.CheckMapOutput(master.term(), check.map()));
    } else if (command instanceof Command.TellDraining tell) {
      toWorker(tell.worker(), new ToWorker.Drain(master.term(), tell.draining()));
    } else if (command instanceof Command.AskHello ask) {
      toWorker(ask.worker(), new ToWorker.SayHello(master.term()));
    } else {
      carryOutForJob(command);
    }
  }

  private void carryOutForJob(Command.ToWorld command) {
    if (command instanceof Command.AcceptJob accept) {
      sim.client().accepted(accept.job());
    } else if (command instanceof Command.RefuseJob refuse) {
      sim.client().refused(refuse.job(), refuse.refusal());
    } else if (command instanceof Command.CancelAnswered answer) {
      sim.client().cancelAnswered(answer.job(), answer.cancelled());
    } else if (command instanceof Command.PlanJob plan) {
      laterFor(plan.job(), () -> plan(plan.job()));
    } else if (command instanceof Command.PlanStage plan) {
      laterFor(plan.job(), () -> planStage(plan.job(), plan.stage()));
    } else if (command instanceof Command.PreparePublication prepare) {
      later(() -> master.apply(new Event.PublicationPrepared(master.now(), prepare.job())));
    } else if (command instanceof Command.Publish publish) {
      publish(publish.job(), master.scheduler().parts(publish.job()));
    } else if (command instanceof Command.DropJobData drop) {
      drop(drop.job());
    } else {
      throw new IllegalArgumentException("command: " + command);
    }
  }

  private void later(Runnable action) {
    master.later(master.node().draw().between(1, 200), action);
  }

  /** Leaves it where the job is forgotten by then. */
  private void laterFor(JobId job, Runnable action) {
    later(
        () -> {
          if (master.scheduler().spec(job).isPresent()) {
            action.run();
          }
        });
  }

  private void toWorker(WorkerId worker, ToWorker message) {
    sim.bus().toWorker(worker.node(), message);
  }

  /** Says nothing where the order is overtaken by what was decided since. */
  private void start(Command.StartAttempt start) {
    AttemptId attempt = start.attempt();
    JobId id = attempt.task().job();
    int stage = attempt.task().stage();
    Scheduler scheduler = master.scheduler();
    Optional<JobSpec> spec = scheduler.spec(id);
    boolean map = attempt.task().kind() == TaskKind.MAP;
    SkipList skips = map ? scheduler.skips(attempt.task()) : SkipList.EMPTY;
    if (spec.isEmpty() || skips.version() != start.mode().skipVersion()) {
      sim.mark(Mark.ORDER_OVERTAKEN);
      return;
    }
    JobOrder job = new JobOrder(id, spec.get(), stage, scheduler.stages(id).get(stage), "nonce");
    ToWorker order =
        map
            ? new ToWorker.StartMap(
                master.term(),
                attempt,
                job,
                scheduler.split(attempt.task()),
                scheduler.boundariesFile(id, stage),
                start.mode(),
                skips.records())
            : new ToWorker.StartReduce(master.term(), attempt, job, scheduler.maps(id, stage));
    toWorker(start.worker(), order);
  }

  private void announce(WorkerId worker, JobId job, int stage, List<MapOutputLocation> locations) {
    toWorker(worker, new ToWorker.MapOutputsAre(master.term(), job, stage, locations));
  }

  /** Reads the answer now, to be said when what it rests on is durable. */
  Runnable answer(ToMaster.WantMapOutputs want) {
    List<MapOutputLocation> page =
        master.scheduler().mapOutputs(want.job(), want.stage(), want.fromMap(), PAGE);
    return () -> announce(want.worker(), want.job(), want.stage(), page);
  }

  private SimJob definition(JobId id) {
    return sim.definition(master.scheduler().spec(id).orElseThrow());
  }

  private void plan(JobId id) {
    SimJob job = definition(id);
    sim.storage().claim(id);
    master.apply(
        job.doom() == SimJob.Doom.NO_PLAN
            ? new Event.JobBroken(master.now(), id, SimJob.FAILURE)
            : new Event.JobPlanned(master.now(), id, job.stages()));
  }

  private void planStage(JobId id, int stage) {
    SimJob job = definition(id);
    master.apply(
        job.doom() == SimJob.Doom.NO_SPLITS
            ? new Event.JobBroken(master.now(), id, SimJob.FAILURE)
            : new Event.StagePlanned(master.now(), id, stage, job.splits(stage)));
  }

  /** Moves the parts one by one, so that the master can die between two. */
  private void publish(JobId id, List<PartView> rest) {
    if (rest.isEmpty()) {
      master.scheduler().spec(id).ifPresent(spec -> published(id, sim.definition(spec)));
      return;
    }
    laterFor(
        id,
        () -> {
          PartView part = rest.get(0);
          boolean there = sim.storage().publish(id, part.partition(), part.part().file());
          if (there) {
            sim.observer().published(master, id, part.partition());
            publish(id, rest.subList(1, rest.size()));
          } else if (!master.isZombie()) {
            throw new Violation(part + ": neither prepared nor published");
          }
        });
  }

  private void published(JobId id, SimJob job) {
    master.apply(
        job.doom() == SimJob.Doom.NO_PUBLICATION
            ? new Event.JobBroken(master.now(), id, SimJob.FAILURE)
            : new Event.JobPublished(master.now(), id));
  }

  private void drop(JobId id) {
    sim.storage().drop(id);
    sim.nodes().forEach(node -> sim.bus().toWorker(node, new ToWorker.DropJob(master.term(), id)));
  }
}
