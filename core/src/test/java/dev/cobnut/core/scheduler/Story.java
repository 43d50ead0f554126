package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A scheduler that a test tells a story to: keeps the time, what it said last, and all it saved.
 */
final class Story {
  static final Limits LIMITS =
      new Limits(
          new Limits.TaskLimits(4, 60_000, true, 10),
          new Limits.WorkerLimits(5_000, 30_000, 3, 60_000),
          new Limits.JobLimits(10, 3_600_000, 30_000));

  private final Limits limits;
  private final List<Event> events = new ArrayList<>();
  private final List<Save> saves = new ArrayList<>();
  private Scheduler scheduler;
  private List<Command> said = List.of();
  private long term = 1;
  private long nowMs = 1_000;

  Story() {
    this(LIMITS);
  }

  Story(Limits limits) {
    this.limits = limits;
    this.scheduler = new Scheduler(limits, term);
  }

  static JobId job(String id) {
    return new JobId(id);
  }

  static JobSpec spec(String output, int priority) {
    return new JobSpec(
        "wordcount",
        new PluginRef("wordcount", "1", "0".repeat(64)),
        List.of("/in"),
        output,
        2,
        1 << 20,
        Map.of(),
        priority,
        0,
        false,
        false,
        Optional.empty());
  }

  /** A job that may run so many tasks at once. */
  static JobSpec limited(String output, int runningMax) {
    JobSpec plain = spec(output, 0);
    return new JobSpec(
        plain.job(),
        plain.plugin(),
        plain.inputs(),
        plain.output(),
        plain.reducers(),
        plain.splitBytes(),
        plain.parameters(),
        0,
        runningMax,
        false,
        false,
        plain.idempotencyKey());
  }

  static List<Split> splits(int count) {
    List<Split> splits = new ArrayList<>();
    for (int split = 0; split < count; split++) {
      FileSlice slice = new FileSlice("/in/a", "a", split * 10L, split * 10L + 10, count * 10L, 7);
      splits.add(new Split(List.of(slice)));
    }
    return splits;
  }

  static WorkerId worker(String node) {
    return new WorkerId(node, "1");
  }

  static TaskId map(String job, int index) {
    return new TaskId(job(job), 0, TaskKind.MAP, index);
  }

  static TaskId reduce(String job, int index) {
    return new TaskId(job(job), 0, TaskKind.REDUCE, index);
  }

  static AttemptId attempt(TaskId task, int number) {
    return new AttemptId(task, 1, number);
  }

  static Failure failure(Failure.Kind kind) {
    return new Failure(kind, "it broke", "at line 1");
  }

  static TaskResult result(AttemptId attempt) {
    Map<String, Long> counters = Map.of("records", 10L + attempt.task().index());
    return attempt.task().kind() == TaskKind.MAP
        ? new TaskResult.MapOutput(100, counters)
        : new TaskResult.PreparedPart(attempt.name(), 50, 5, 1, counters);
  }

  Moment now() {
    return new Moment(nowMs, 1_000_000 + nowMs);
  }

  Scheduler scheduler() {
    return scheduler;
  }

  /** Every event so far. */
  List<Event> events() {
    return events;
  }

  /** Every Save so far. */
  List<Save> saves() {
    return saves;
  }

  /** What was said to the last event. */
  List<Command> said() {
    return said;
  }

  <C extends Command> List<C> said(Class<C> kind) {
    return said.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Attempts that the last event had started, without {@link #startedEarly()}. */
  List<AttemptId> started() {
    return startedAttempts().filter(attempt -> !isEarly(attempt)).toList();
  }

  /** Where the last event had maps started, as in {@code w0}: node, then index. */
  List<String> startedMaps() {
    return said(Command.StartAttempt.class).stream()
        .filter(start -> start.attempt().task().kind() == TaskKind.MAP)
        .map(start -> start.worker().node() + start.attempt().task().index())
        .toList();
  }

  /** Reduces that the last event had started whose maps aren't all completed. */
  List<AttemptId> startedEarly() {
    return startedAttempts().filter(this::isEarly).toList();
  }

  private Stream<AttemptId> startedAttempts() {
    return said(Command.StartAttempt.class).stream().map(Command.StartAttempt::attempt);
  }

  private boolean isEarly(AttemptId attempt) {
    TaskId task = attempt.task();
    return task.kind() == TaskKind.REDUCE
        && scheduler.mapOutputs(task.job(), task.stage(), 0, Integer.MAX_VALUE).size()
            < scheduler.maps(task.job(), task.stage());
  }

  List<AttemptId> stopped() {
    return said(Command.StopAttempt.class).stream().map(Command.StopAttempt::attempt).toList();
  }

  Story apply(Event event) {
    events.add(event);
    said = scheduler.apply(event);
    said(Save.class).forEach(saves::add);
    return this;
  }

  Story later(long ms) {
    nowMs += ms;
    return this;
  }

  Story tick(long ms) {
    return later(ms).apply(new Event.Tick(now()));
  }

  Story submit(String job) {
    return submit(job, spec("/out/" + job, 0));
  }

  Story submit(String job, JobSpec spec) {
    return apply(new Event.JobSubmitted(now(), job(job), spec));
  }

  Story planned(String job, int... reducesOfStages) {
    List<StageSpec> stages = new ArrayList<>();
    for (int reduces : reducesOfStages) {
      stages.add(new StageSpec(StageSpec.Kind.MAP_REDUCE, stages.size(), reduces));
    }
    return planned(job, stages);
  }

  Story planned(String job, List<StageSpec> stages) {
    return apply(new Event.JobPlanned(now(), job(job), stages));
  }

  Story split(String job, int stage, int maps) {
    return apply(new Event.StagePlanned(now(), job(job), stage, splits(maps)));
  }

  /** A job with one stage that has come as far as its maps. */
  Story running(String job, int maps, int reduces) {
    return submit(job).planned(job, reduces).split(job, 0, maps);
  }

  Story join(String node, int slots) {
    return join(info(node, slots), List.of(), List.of());
  }

  Story join(WorkerInfo info, List<AttemptId> running, List<AttemptId> held) {
    return apply(new Event.WorkerJoined(now(), info, false, runs(running), held));
  }

  static WorkerInfo info(String node, int slots) {
    return info(node, slots, 17);
  }

  static WorkerInfo info(String node, int slots, int javaFeature) {
    return new WorkerInfo(worker(node), node + ".example", 7000, slots, javaFeature, List.of(), 1);
  }

  static List<RunningAttempt> runs(List<AttemptId> attempts) {
    return attempts.stream().map(attempt -> running(attempt, Phase.RUNNING, 1, 10)).toList();
  }

  Story heard(String node, AttemptId... running) {
    return apply(
        new Event.WorkerHeard(
            now(),
            worker(node),
            false,
            Stream.of(running).map(attempt -> running(attempt, phase(attempt), 1, 10)).toList()));
  }

  private Phase phase(AttemptId attempt) {
    return isEarly(attempt) ? Phase.FETCHING : Phase.RUNNING;
  }

  static RunningAttempt running(AttemptId attempt, Phase phase, long doneBytes, long totalBytes) {
    return new RunningAttempt(attempt, AttemptMode.PLAIN, phase, doneBytes, totalBytes);
  }

  /** A worker tells how far one attempt has come. */
  Story moves(String node, AttemptId attempt, Phase phase, long doneBytes) {
    RunningAttempt running = running(attempt, phase, doneBytes, 100);
    return apply(new Event.WorkerHeard(now(), worker(node), false, List.of(running)));
  }

  Story lost(String node) {
    return apply(new Event.WorkerLost(now(), worker(node), "it was killed"));
  }

  Story succeed(String node, AttemptId attempt) {
    return ended(node, new Outcome.Succeeded(attempt, AttemptMode.PLAIN, result(attempt)));
  }

  Story fail(String node, AttemptId attempt, Failure.Kind kind) {
    return ended(node, new Outcome.Failed(attempt, failure(kind)));
  }

  Story ended(String node, Outcome outcome) {
    return apply(new Event.AttemptEnded(now(), worker(node), outcome));
  }

  /** Each of these attempts succeeds. */
  Story succeedAll(String node, List<AttemptId> attempts) {
    attempts.forEach(attempt -> succeed(node, attempt));
    return this;
  }

  Story unreadable(String reporter, AttemptId map) {
    WorkerId owner =
        scheduler().mapOutputs(map.task().job(), 0, map.task().index(), 1).stream()
            .filter(location -> location.attempt().equals(map))
            .map(MapOutputLocation::worker)
            .findFirst()
            .orElse(worker(reporter));
    return unreadable(reporter, map, owner);
  }

  Story unreadable(String reporter, AttemptId map, WorkerId owner) {
    return apply(new Event.MapOutputUnreadable(now(), worker(reporter), map, owner));
  }

  Story checked(String owner, AttemptId map, boolean healthy) {
    return apply(new Event.MapOutputChecked(now(), worker(owner), map, healthy));
  }

  Story cancel(String job) {
    return apply(new Event.JobCancelled(now(), job(job)));
  }

  Story prepared(String job) {
    return apply(new Event.PublicationPrepared(now(), job(job)));
  }

  Story published(String job) {
    return apply(new Event.JobPublished(now(), job(job)));
  }

  /** The master is replaced by one that knows what was saved. */
  Story takeOver() {
    return takeOver(Set.of());
  }

  Story takeOver(Set<String> absentNodes) {
    term++;
    scheduler = Scheduler.restore(limits, term, now(), saves, absentNodes);
    return this;
  }

  JobView view(String job) {
    return scheduler.job(job(job)).orElseThrow();
  }

  JobState state(String job) {
    return view(job).state();
  }
}
