package dev.cobnut.core.message;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.Split;
import java.util.List;
import java.util.Optional;

/** What a master says to a worker. A worker refuses a term below the highest that it has heard. */
public sealed interface ToWorker {
  /** The term of the master that says it. */
  long term();

  /**
   * Published each second to all workers: who acts. A worker that doesn't know the term says hello.
   */
  record MasterActs(long term, String masterNode) implements ToWorker {}

  /** Say hello again: the master doesn't know you, or hasn't heard from you. */
  record SayHello(long term) implements ToWorker {}

  /**
   * Run this map. The order may come again, so a worker starts an attempt once in its life; it
   * tells of it as running from then on, also while it waits for a slot.
   *
   * @param boundaries name of the file in the job's folder that holds the boundaries of the
   *     partitions, where the stage is ordered totally
   * @param skipped records to leave out: the skip list of the mode's version
   */
  record StartMap(
      long term,
      AttemptId attempt,
      JobOrder job,
      Split split,
      Optional<String> boundaries,
      AttemptMode mode,
      List<BadRecord> skipped)
      implements ToWorker {
    public StartMap {
      skipped = List.copyOf(skipped);
    }
  }

  /** Run these maps of a stage, in their order; as with {@link StartMap}. */
  record StartMaps(long term, JobOrder job, Optional<String> boundaries, List<MapOrder> maps)
      implements ToWorker {
    /** What is a map's own; there are no records to leave out. */
    public record MapOrder(AttemptId attempt, Split split, AttemptMode mode) {}

    public StartMaps {
      maps = List.copyOf(maps);
    }

    /** One after another. */
    public List<StartMap> each() {
      return maps.stream()
          .map(
              map ->
                  new StartMap(
                      term, map.attempt(), job, map.split(), boundaries, map.mode(), List.of()))
          .toList();
    }
  }

  /**
   * Run this reduce; as with {@link StartMap}.
   *
   * @param maps how many map outputs it reads: M
   */
  record StartReduce(long term, AttemptId attempt, JobOrder job, int maps) implements ToWorker {}

  /**
   * Stop this attempt, whatever it does; no outcome is expected. It comes too late for one that has
   * ended: what was told is removed on a discard only.
   */
  record StopAttempt(long term, AttemptId attempt) implements ToWorker {}

  /**
   * The journal holds these outcomes, or has settled the matter otherwise.
   *
   * @param kept outcomes that count: forget them, keep their files
   * @param discarded outcomes that don't: forget them and delete the attempts' files
   */
  record Acknowledge(long term, List<AttemptId> kept, List<AttemptId> discarded)
      implements ToWorker {
    public Acknowledge {
      kept = List.copyOf(kept);
      discarded = List.copyOf(discarded);
    }
  }

  /** Where map outputs of a stage lie; later news of the same map replaces earlier. */
  record MapOutputsAre(long term, JobId job, int stage, List<MapOutputLocation> locations)
      implements ToWorker {
    public MapOutputsAre {
      locations = List.copyOf(locations);
    }
  }

  /** Read this map output of yours again, check its CRCs, and tell. */
  record CheckMapOutput(long term, AttemptId attempt) implements ToWorker {}

  /** The job has ended: remove all that you hold of it. */
  record DropJob(long term, JobId job) implements ToWorker {}

  /** Take no more tasks, or take them again; say so in each hello from now on. */
  record Drain(long term, boolean draining) implements ToWorker {}

  /** Say which stages the job's plan has. Answered by {@link PlanDescribed}. */
  record DescribePlan(long term, JobOrder job) implements ToWorker {}
}
