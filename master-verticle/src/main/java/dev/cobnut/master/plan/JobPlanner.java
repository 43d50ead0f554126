package dev.cobnut.master.plan;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.PlanDescribed;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.master.output.FileWork;
import dev.cobnut.master.output.JobFolder;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import dev.cobnut.runtime.bus.MessageException;
import dev.cobnut.runtime.bus.MessageJson;
import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.runtime.storage.OutputFolder;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans jobs: claims the output, brings the plugin's jar there, has a worker ask the job's code for
 * its stages, and cuts the input of each stage into splits. Each question ends with one event, or
 * with none where the job has ended meanwhile. Confined to the master's context.
 */
public final class JobPlanner {
  private static final long ANSWER_MAX_MS = 15_000;
  private static final long PAUSE_MS = 200;
  private static final int FAILURES_MAX = 4;

  private static final Logger LOG = LoggerFactory.getLogger(JobPlanner.class);

  private final Vertx vertx;
  private final Bus bus;
  private final FileWork files;
  private final PluginVault plugins;
  private final Office office;

  /** What the planner sees of the master that it plans for. */
  public interface Office {
    /** The master's term. */
    long term();

    /** The job, as long as this master acts and the job hasn't ended. */
    Optional<JobSpec> active(JobId job);

    /** Whether the job waits for the split plan of a stage. */
    boolean needsSplits(JobId job);

    /** The nodes whose workers are given tasks. */
    List<String> workerNodes();

    /** Slots of all workers. */
    int slots();

    /** The stages of a job's plan. */
    List<StageSpec> stages(JobId job);

    /** The split plan of a stage. */
    List<Split> splits(JobId job, int stage);

    /** The stages of a job's plan, with the split plan of the first. */
    void planned(JobId job, List<StageSpec> stages, List<Split> splits);

    void stagePlanned(JobId job, int stage, List<Split> splits);

    /** The job can't go on; see {@link Event.JobBroken}. */
    void broken(JobId job, Failure failure);
  }

  public JobPlanner(Vertx vertx, Bus bus, FileWork files, PluginVault plugins, Office office) {
    this.vertx = vertx;
    this.bus = bus;
    this.files = files;
    this.plugins = plugins;
    this.office = office;
  }

  /** Claims the output, asks for the stages, and cuts the input of the first into splits. */
  public void planJob(JobId job) {
    office
        .active(job)
        .ifPresent(
            spec ->
                files
                    .run(
                        job,
                        () -> {
                          OutputFolder output = OutputFolder.of(spec.output());
                          CrashPoint.MASTER_BEFORE_CLAIM.reach();
                          new JobFolder(output, job, office.term())
                              .prepare(spec, plugins.jar(spec.plugin()));
                          CrashPoint.MASTER_AFTER_CLAIM.reach();
                          return job;
                        })
                    .onSuccess(prepared -> new Inquiry(job).ask())
                    .onFailure(cause -> broken(job, Failure.Kind.SYSTEM, cause)));
  }

  /** Cuts the input of a stage into splits. */
  public void planStage(JobId job, int stage) {
    List<StageSpec> stages = office.stages(job);
    if (!office.needsSplits(job)) {
      // The first stage's came with the stages.
      return;
    }
    boolean isSampled = stage > 0 && stages.get(stage - 1).kind() == StageSpec.Kind.SAMPLE;
    List<Split> sampled = isSampled ? office.splits(job, stage - 1) : List.of();
    split(job, stages.get(stage), sampled, splits -> office.stagePlanned(job, stage, splits));
  }

  private void split(
      JobId job, StageSpec stage, List<Split> sampled, Consumer<List<Split>> planned) {
    Optional<JobSpec> active = office.active(job);
    if (active.isEmpty()) {
      return;
    }
    int slots = office.slots();
    files
        .run(job, () -> StagePlanner.plan(active.get(), stage, sampled, slots))
        .onSuccess(planned::accept)
        .onFailure(
            cause -> {
              if (cause instanceof StagePlanner.Refused refused) {
                office.broken(job, refused.failure());
              } else {
                broken(job, Failure.Kind.SYSTEM, cause);
              }
            });
  }

  private void broken(JobId job, Failure.Kind kind, Throwable cause) {
    String message = cause.getMessage();
    office.broken(job, new Failure(kind, message == null ? cause.toString() : message, ""));
  }

  /** Asks one worker after another until one answers. */
  private final class Inquiry {
    private final JobId job;
    private int turn;
    private int failures;
    private String lastFailure = "";

    Inquiry(JobId job) {
      this.job = job;
    }

    void ask() {
      Optional<JobSpec> spec = office.active(job);
      if (spec.isEmpty()) {
        return;
      }
      List<String> nodes = office.workerNodes();
      if (nodes.isEmpty()) {
        askLater();
        return;
      }
      String node = nodes.get(turn++ % nodes.size());
      StageSpec whole = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, spec.get().reducers());
      JobOrder order = new JobOrder(job, spec.get(), 0, whole, JobFolder.nonce(job));
      bus.request(
              Addresses.worker(node),
              new ToWorker.DescribePlan(office.term(), order),
              ANSWER_MAX_MS)
          .map(MessageJson::planDescribed)
          .onSuccess(this::answered)
          .onFailure(cause -> unanswered(node, cause));
    }

    private void askLater() {
      vertx.setTimer(PAUSE_MS, timer -> ask());
    }

    private void answered(PlanDescribed described) {
      List<StageSpec> stages = described.stages();
      if (described.failure().isEmpty() && stages.isEmpty()) {
        office.planned(job, stages, List.of());
        return;
      }
      if (described.failure().isEmpty()) {
        split(job, stages.get(0), List.of(), splits -> office.planned(job, stages, splits));
        return;
      }
      Failure failure = described.failure().get();
      if (failure.kind() == Failure.Kind.SYSTEM && ++failures < FAILURES_MAX) {
        askLater();
      } else {
        office.broken(job, failure);
      }
    }

    /** Only an answer says anything of the plan; what is lost on the way is asked again. */
    private void unanswered(String node, Throwable cause) {
      if (!isAnswer(cause)) {
        LOG.info("{}: no plan from the worker on {}: {}", job, node, cause.toString());
        askLater();
        return;
      }
      lastFailure = "worker on " + node + ": " + reason(cause);
      if (++failures < FAILURES_MAX) {
        askLater();
      } else {
        office.broken(
            job,
            new Failure(
                Failure.Kind.SYSTEM,
                "plan: " + failures + " times not told (expected: the job's stages)",
                lastFailure));
      }
    }

    private boolean isAnswer(Throwable cause) {
      return !(cause instanceof ReplyException reply)
          || (reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
              && reply.failureCode() != Bus.OTHER_TERM);
    }

    private String reason(Throwable cause) {
      return cause instanceof MessageException ? "an answer that can't be read" : cause.toString();
    }
  }
}
