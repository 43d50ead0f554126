package dev.cobnut.master;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.master.plan.JobPlanner;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What the planner sees of the scheduler and tells it. Confined to the master's context. */
final class PlanningOffice implements JobPlanner.Office {
  private final SchedulerDriver driver;
  private final Scheduler scheduler;
  private final long term;
  private final Supplier<Moment> clock;

  PlanningOffice(SchedulerDriver driver, long term, Supplier<Moment> clock) {
    this.driver = driver;
    this.scheduler = driver.scheduler();
    this.term = term;
    this.clock = clock;
  }

  @Override
  public long term() {
    return term;
  }

  @Override
  public Optional<JobSpec> active(JobId job) {
    return driver.isStopped()
        ? Optional.empty()
        : scheduler.job(job).filter(view -> !view.state().isTerminal()).map(view -> view.spec());
  }

  @Override
  public boolean needsSplits(JobId job) {
    return scheduler.job(job).filter(view -> view.state() == JobState.PLANNING).isPresent();
  }

  @Override
  public List<String> workerNodes() {
    return scheduler.workers(clock.get()).stream()
        .filter(worker -> worker.state() == WorkerView.State.ACTIVE)
        .map(worker -> worker.info().id().node())
        .toList();
  }

  @Override
  public int slots() {
    return scheduler.slots();
  }

  @Override
  public List<StageSpec> stages(JobId job) {
    return scheduler.stages(job);
  }

  @Override
  public List<Split> splits(JobId job, int stage) {
    return IntStream.range(0, scheduler.maps(job, stage))
        .mapToObj(index -> scheduler.split(new TaskId(job, stage, TaskKind.MAP, index)))
        .toList();
  }

  @Override
  public void planned(JobId job, List<StageSpec> stages, List<Split> splits) {
    // Together, so that they share a segment.
    driver.apply(
        List.of(
            new Event.JobPlanned(clock.get(), job, stages),
            new Event.StagePlanned(clock.get(), job, 0, splits)));
  }

  @Override
  public void stagePlanned(JobId job, int stage, List<Split> splits) {
    driver.apply(new Event.StagePlanned(clock.get(), job, stage, splits));
  }

  @Override
  public void broken(JobId job, Failure failure) {
    driver.apply(new Event.JobBroken(clock.get(), job, failure));
  }
}
