package dev.cobnut.master;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Limits;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.master.api.JobCatalogue;
import dev.cobnut.master.api.JobDocuments;
import dev.cobnut.master.api.JobsApi;
import dev.cobnut.master.api.SubmissionCheck;
import dev.cobnut.master.journal.Journal;
import dev.cobnut.master.journal.JournalAccess;
import dev.cobnut.master.journal.Mandate;
import dev.cobnut.master.output.FileWork;
import dev.cobnut.master.plan.JobPlanner;
import dev.cobnut.master.plan.PluginVault;
import dev.cobnut.runtime.Node;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.crash.CrashPoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A master from taking office to stepping down: the scheduler of one term with all that acts for
 * it. Confined to the master's context.
 */
final class TermOfOffice implements SchedulerDriver.World {
  private static final long TICK_MS = 250;
  private static final long NEWS_MS = 200;
  private static final long ACTS_MS = 1_000;

  /** Others hold the journal for still after three times the most that this makes of it. */
  private static final long SIGN_MS = 5_000;

  private final Tools tools;
  private final long term;
  private final Scheduler scheduler;
  private final SchedulerDriver driver;
  private final Orders orders;
  private final JobPlanner planner;
  private final Publications publications;
  private final LastOutcomes lastOutcomes;
  private final Answers answers = new Answers();
  private final EndWaits ends;
  private final JobNews news;
  private final JobsApi api;
  private final List<Long> timers = new ArrayList<>();

  /**
   * What a master works with.
   *
   * @param clock of this process
   */
  record Tools(
      Vertx vertx,
      Node node,
      Bus bus,
      FileWork files,
      JournalAccess journal,
      PluginVault plugins,
      Supplier<Moment> clock) {}

  /**
   * A master that takes up what was saved.
   *
   * @param absentNodes that were seen leaving, and aren't back
   * @param onFailure told once, when it can't go on
   */
  TermOfOffice(
      Tools tools, Mandate mandate, Set<String> absentNodes, Consumer<Throwable> onFailure) {
    this.tools = tools;
    this.term = mandate.term();
    Config config = tools.node().config();
    // Read before the clock is: the time that it takes is nobody's silence.
    List<Save> saves = mandate.images().saves();
    scheduler = Scheduler.restore(limits(config), term, tools.clock().get(), saves, absentNodes);
    Journal journal = tools.journal().open(mandate);
    driver =
        new SchedulerDriver(
            scheduler, journal, this, onContext(tools.vertx().getOrCreateContext()), onFailure);
    orders = new Orders(tools.bus(), scheduler, term);
    ends = new EndWaits(tools.vertx());
    news = new JobNews(tools.bus());
    planner =
        new JobPlanner(
            tools.vertx(),
            tools.bus(),
            tools.files(),
            tools.plugins(),
            new PlanningOffice(driver, term, tools.clock()));
    publications =
        new Publications(
            tools.vertx(), tools.files(), scheduler, term, tools.clock(), driver::apply);
    lastOutcomes = new LastOutcomes(driver, publications::prepareAhead, tools.clock());
    JobCatalogue jobs = JobCatalogue.of(tools.node().plugins());
    api =
        new JobsApi(
            new MasterDesk(driver, journal, answers, ends, tools.files(), tools.clock()),
            jobs,
            new SubmissionCheck(jobs, config.storageRoots()),
            tools.plugins()::keep);
  }

  static Limits limits(Config config) {
    return new Limits(
        new Limits.TaskLimits(
            config.task().attempts(),
            config.task().timeoutMs(),
            config.backupTasks(),
            config.task().skippedMax()),
        new Limits.WorkerLimits(
            config.heartbeat().timeoutMs(),
            config.heartbeat().patienceMs(),
            config.worker().failuresMax(),
            config.worker().exclusionMs()),
        new Limits.JobLimits(
            config.jobs().max(), config.historyRetentionMs(), config.jobs().starvationMs()));
  }

  private static Executor onContext(Context context) {
    return task -> context.runOnContext(ran -> task.run());
  }

  long term() {
    return term;
  }

  /** Begins to act. */
  void begin() {
    sayThatItActs();
    tick();
    if (driver.isStopped()) {
      return;
    }
    timers.add(tools.vertx().setPeriodic(ACTS_MS, timer -> sayThatItActs()));
    timers.add(tools.vertx().setPeriodic(TICK_MS, timer -> tick()));
    timers.add(tools.vertx().setPeriodic(NEWS_MS, timer -> tellNews()));
    timers.add(tools.vertx().setPeriodic(SIGN_MS, timer -> driver.giveSign()));
  }

  /** Acts no more; deletes nothing. */
  void close() {
    timers.forEach(tools.vertx()::cancelTimer);
    driver.stop();
    publications.close();
    answers.close();
    ends.close();
  }

  private void sayThatItActs() {
    tools.bus().publish(Addresses.MASTERS, new ToWorker.MasterActs(term, tools.node().name()));
  }

  private void tick() {
    driver.apply(new Event.Tick(tools.clock().get()));
  }

  /** Answers a request of the front door. */
  Future<JsonObject> call(JsonObject request) {
    return api.call(request);
  }

  /** Takes in what a worker says. */
  void hear(ToMaster message) {
    lastOutcomes.hear(message);
    if (message instanceof ToMaster.WantMapOutputs want) {
      driver
          .answer(
              known ->
                  known.mapOutputs(want.job(), want.stage(), want.fromMap(), Integer.MAX_VALUE))
          .onSuccess(
              locations -> orders.announce(want.worker(), want.job(), want.stage(), locations));
    }
  }

  /** Takes in that nodes have left the cluster: their workers are dead. */
  void nodesLeft(Set<String> nodes) {
    for (WorkerView worker : scheduler.workers(tools.clock().get())) {
      WorkerId id = worker.info().id();
      if (nodes.contains(id.node())) {
        driver.apply(
            new Event.WorkerLost(tools.clock().get(), id, "its node has left the cluster"));
      }
    }
  }

  @Override
  public void carryOut(Command.ToWorld command) {
    if (command instanceof Command.StartAttempt start) {
      orders.start(start);
    } else if (command instanceof Command.AcknowledgeOutcome outcome) {
      orders.acknowledge(outcome);
    } else if (command instanceof Command.AnnounceMapOutputs announce) {
      orders.announce(announce.worker(), announce.job(), announce.stage(), announce.locations());
    } else if (command instanceof Command.StopAttempt stop) {
      orders.stop(stop);
    } else if (command instanceof Command.CheckMapOutput check) {
      orders.check(check);
    } else if (command instanceof Command.AskHello ask) {
      orders.askHello(ask.worker());
    } else if (command instanceof Command.TellDraining tell) {
      orders.drain(tell);
    } else {
      carryOutForJob(command);
    }
  }

  private void carryOutForJob(Command.ToWorld command) {
    if (command instanceof Command.AcceptJob accept) {
      CrashPoint.MASTER_BEFORE_ACCEPTED.reach();
      answers.accepted(accept.job());
    } else if (command instanceof Command.RefuseJob refuse) {
      answers.refused(refuse.job(), refuse.refusal());
    } else if (command instanceof Command.CancelAnswered cancel) {
      answers.cancelAnswered(cancel.job(), cancel.cancelled());
    } else if (command instanceof Command.PlanJob plan) {
      planner.planJob(plan.job());
    } else if (command instanceof Command.PlanStage plan) {
      planner.planStage(plan.job(), plan.stage());
    } else if (command instanceof Command.PreparePublication prepare) {
      publications.prepare(prepare.job());
    } else if (command instanceof Command.Publish publish) {
      publications.publish(publish.job());
    } else if (command instanceof Command.DropJobData drop) {
      drop(drop.job());
    } else {
      throw new IllegalArgumentException("command: " + command + " (expected: a known kind)");
    }
  }

  private void drop(JobId job) {
    CrashPoint.MASTER_BEFORE_DROP.reach();
    List<WorkerId> workers =
        scheduler.workers(tools.clock().get()).stream().map(worker -> worker.info().id()).toList();
    orders.drop(job, workers);
    publications.drop(job);
  }

  @Override
  public Runnable tellState(JobId job) {
    long nowMs = tools.clock().get().wallMs();
    boolean isLast = scheduler.job(job).map(view -> view.state().isTerminal()).orElse(true);
    return JobDocuments.job(scheduler, job, nowMs)
        .<Runnable>map(document -> () -> tell(job, document, isLast))
        .orElse(() -> {});
  }

  private void tell(JobId job, JsonObject document, boolean isLast) {
    if (isLast) {
      ends.ended(job, document);
    }
    news.tell(job, document, isLast);
  }

  @Override
  public void batchLeft() {
    orders.flush();
  }

  private void tellNews() {
    long nowMs = tools.clock().get().wallMs();
    driver
        .answer(
            known -> {
              Map<JobId, JsonObject> documents = new LinkedHashMap<>();
              for (JobId job : known.activeJobs()) {
                JobDocuments.job(known, job, nowMs)
                    .ifPresent(document -> documents.put(job, document));
              }
              return documents;
            })
        .onSuccess(
            documents -> {
              documents.forEach((job, document) -> news.tell(job, document, false));
              news.keepOnly(List.copyOf(documents.keySet()));
            });
  }
}
