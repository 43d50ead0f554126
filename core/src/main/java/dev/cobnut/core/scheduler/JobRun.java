package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job on its way.
 *
 * <pre>
 *            stages known      splits known       all maps completed
 *   QUEUED ------------> PLANNING ------> MAPPING <-----------------> REDUCING
 *                           ^                      a map output lost    |   |
 *                           +-------------------------------------------+   | decided
 *                                       the next stage                      v
 *                                                              PUBLISHING -----> SUCCEEDED
 *   QUEUED, PLANNING, MAPPING, REDUCING --> FAILED, CANCELLED      |
 *                                              ^-------------------+ (FAILED only)
 * </pre>
 *
 * PLANNING goes to REDUCING where there is nothing to map.
 */
final class JobRun {
  private static final Map<JobState, Set<JobState>> ARROWS =
      Map.of(
          JobState.QUEUED, EnumSet.of(JobState.PLANNING, JobState.FAILED, JobState.CANCELLED),
          JobState.PLANNING,
              EnumSet.of(JobState.MAPPING, JobState.REDUCING, JobState.FAILED, JobState.CANCELLED),
          JobState.MAPPING, EnumSet.of(JobState.REDUCING, JobState.FAILED, JobState.CANCELLED),
          JobState.REDUCING,
              EnumSet.of(
                  JobState.MAPPING,
                  JobState.PLANNING,
                  JobState.PUBLISHING,
                  JobState.FAILED,
                  JobState.CANCELLED),
          JobState.PUBLISHING, EnumSet.of(JobState.SUCCEEDED, JobState.FAILED));

  private static final long NOT_WAITING = Long.MAX_VALUE;

  private final JobId id;
  private final JobSpec spec;
  private final long sequence;
  private final long submittedMs;
  private JobState state = JobState.QUEUED;
  private List<StageSpec> stageSpecs = List.of();
  private final List<StageRun> stages = new ArrayList<>();
  private int stage;
  private Optional<Long> startedMs = Optional.empty();
  private Optional<Long> endedMs = Optional.empty();
  private Optional<Failure> failure = Optional.empty();
  private int javaFeature;
  private final PlaceCounts places = new PlaceCounts();
  private long waitsSinceMs = NOT_WAITING;
  private boolean starves;
  private boolean preparing;

  /**
   * @param sequence order of submission
   */
  JobRun(JobId id, JobSpec spec, long sequence, long submittedMs) {
    this.id = id;
    this.spec = spec;
    this.sequence = sequence;
    this.submittedMs = submittedMs;
  }

  /** A job as it was saved, without its stages' tasks. */
  static JobRun of(Save.SaveJob saved, long sequence) {
    JobRun job = new JobRun(saved.job(), saved.spec(), sequence, saved.submittedMs());
    job.state = saved.state();
    job.stageSpecs = saved.stages();
    job.stage = saved.stage();
    job.startedMs = saved.startedMs();
    job.endedMs = saved.endedMs();
    job.failure = saved.failure();
    job.javaFeature = saved.javaFeature();
    return job;
  }

  Save.SaveJob image() {
    return new Save.SaveJob(
        id, spec, state, stageSpecs, stage, submittedMs, startedMs, endedMs, failure, javaFeature);
  }

  JobId id() {
    return id;
  }

  JobSpec spec() {
    return spec;
  }

  long sequence() {
    return sequence;
  }

  long submittedMs() {
    return submittedMs;
  }

  JobState state() {
    return state;
  }

  boolean isEnded() {
    return state.isTerminal();
  }

  /** Whether tasks of the current stage run, or may. */
  boolean isRunning() {
    return state == JobState.MAPPING || state == JobState.REDUCING;
  }

  List<StageSpec> stageSpecs() {
    return stageSpecs;
  }

  int stage() {
    return stage;
  }

  boolean isLastStage() {
    return stage == stageSpecs.size() - 1;
  }

  /** The stages that are planned. */
  List<StageRun> stages() {
    return stages;
  }

  /** The current stage, where it is planned. */
  @Nullable StageRun current() {
    return stage(stage);
  }

  @Nullable StageRun stage(int number) {
    return number >= 0 && number < stages.size() ? stages.get(number) : null;
  }

  /** The stage that has this task, if it is planned. */
  @Nullable StageRun stageOf(TaskId task) {
    StageRun run = stage(task.stage());
    return run != null && run.has(task) ? run : null;
  }

  Optional<Long> startedMs() {
    return startedMs;
  }

  Optional<Long> endedMs() {
    return endedMs;
  }

  Optional<Failure> failure() {
    return failure;
  }

  /** The Java feature release that its tasks run on; 0 before the first. */
  int javaFeature() {
    return javaFeature;
  }

  void occupies(Place place, int attempts) {
    places.add(place, attempts);
    if (place.isCommitted() && attempts > 0) {
      waitsSinceMs = NOT_WAITING;
      starves = false;
    }
  }

  /** Slots that it holds or soon wants. */
  int committed() {
    return places.committed();
  }

  /** Whether it may have one slot more. */
  boolean isBelowLimit() {
    return spec.runningMax() == 0 || committed() < spec.runningMax();
  }

  /** Takes note of the time; whether its turn has changed by that. */
  boolean waits(long nowMs, long starvationMs) {
    boolean before = starves;
    if (committed() > 0 || slotWork() == null) {
      waitsSinceMs = NOT_WAITING;
      starves = false;
    } else {
      waitsSinceMs = Math.min(waitsSinceMs, nowMs);
      starves = nowMs - waitsSinceMs > starvationMs;
    }
    return starves != before;
  }

  /** Whether its tasks have waited too long with none of them running. */
  boolean starves() {
    return starves;
  }

  /** Whether its publication is being prepared: nothing is decided, all reduces are completed. */
  boolean isPreparing() {
    return preparing;
  }

  void prepare() {
    preparing = true;
  }

  void knows(List<StageSpec> specs) {
    stageSpecs = specs;
    become(JobState.PLANNING, "its stages are known");
  }

  void planned(StageRun run) {
    stages.add(run);
  }

  void nextStage() {
    stage++;
    become(JobState.PLANNING, "the reduces of stage " + (stage - 1) + " are completed");
  }

  void started(long wallMs, int feature) {
    startedMs = Optional.of(wallMs);
    javaFeature = feature;
  }

  void end(JobState how, long wallMs, Optional<Failure> why, String reason) {
    endedMs = Optional.of(wallMs);
    failure = why;
    become(how, reason);
  }

  void become(JobState next, String reason) {
    Set<JobState> legal = ARROWS.getOrDefault(state, Set.of());
    if (!legal.contains(next)) {
      throw new IllegalStateException(
          "job "
              + id
              + ": "
              + state
              + " -> "
              + next
              + ", as "
              + reason
              + " (expected: one of "
              + legal
              + ")");
    }
    state = next;
  }

  /** The tasks that could take a slot now; null where there are none. */
  @Nullable TaskTable slotWork() {
    StageRun run = current();
    if (run == null || !isRunning() || !isBelowLimit()) {
      return null;
    }
    TaskTable table = run.maps().isAllCompleted() ? run.reduces() : run.maps();
    return table.idle().isEmpty() ? null : table;
  }

  /**
   * The reduces that could begin to fetch while maps run; null where there are none. The first map
   * goes before them, since it decides on which Java feature release the job runs.
   */
  @Nullable TaskTable earlyWork() {
    StageRun run = current();
    if (run == null || startedMs.isEmpty() || !isRunning() || run.maps().isAllCompleted()) {
      return null;
    }
    TaskTable reduces = run.reduces();
    boolean isBelowLimit =
        spec.runningMax() == 0 || reduces.inProgress().size() < spec.runningMax();
    return isBelowLimit && !reduces.idle().isEmpty() ? reduces : null;
  }
}
