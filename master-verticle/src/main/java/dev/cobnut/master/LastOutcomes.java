package dev.cobnut.master;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.PartView;
import dev.cobnut.core.scheduler.Scheduler;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Takes in what workers say. An outcome that completes a job waits until the job's publication is
 * prepared, so that completion and decision share a segment; what was said along with it doesn't
 * wait, so that nobody looks silent. Nothing is lost by that, and nothing waits for long: a worker
 * says its outcomes until they are acknowledged, and the second time isn't kept waiting. Confined
 * to the master's context.
 */
final class LastOutcomes {
  /** Has publications prepared. */
  interface Preparation {
    /** Completes when what is published with these parts is prepared; fails where it isn't. */
    Future<JobId> prepareAhead(JobId job, List<PartView> parts);
  }

  private final SchedulerDriver driver;
  private final Scheduler scheduler;
  private final Preparation preparation;
  private final Supplier<Moment> clock;
  private final Set<JobId> preparing = new HashSet<>();

  LastOutcomes(SchedulerDriver driver, Preparation preparation, Supplier<Moment> clock) {
    this.driver = driver;
    this.scheduler = driver.scheduler();
    this.preparation = preparation;
    this.clock = clock;
  }

  void hear(ToMaster message) {
    List<Event> events = new ArrayList<>(WorkerReports.events(message, clock.get()));
    if (message instanceof ToMaster.Heartbeat) {
      // A hello's outcomes aren't held back: whoever says hello is only just being met.
      events.removeIf(event -> event instanceof Event.AttemptEnded ended && waits(ended));
    }
    driver.apply(events);
  }

  private boolean waits(Event.AttemptEnded ended) {
    JobId job = ended.outcome().attempt().task().job();
    Optional<List<PartView>> parts = scheduler.completing(ended);
    if (driver.isStopped() || parts.isEmpty() || !preparing.add(job)) {
      return false;
    }
    preparation
        .prepareAhead(job, parts.get())
        .onComplete(
            prepared -> {
              preparing.remove(job);
              takeIn(ended, prepared.succeeded() ? parts : Optional.empty());
            });
    return true;
  }

  /**
   * Takes in the outcome as of now.
   *
   * @param parts with which the publication was prepared; empty where it wasn't
   */
  private void takeIn(Event.AttemptEnded last, Optional<List<PartView>> parts) {
    List<Event> events = new ArrayList<>();
    events.add(new Event.AttemptEnded(clock.get(), last.worker(), last.outcome()));
    if (parts.isPresent() && scheduler.completing(last).equals(parts)) {
      JobId job = last.outcome().attempt().task().job();
      events.add(new Event.PublicationPrepared(clock.get(), job));
    }
    driver.apply(events);
  }
}
