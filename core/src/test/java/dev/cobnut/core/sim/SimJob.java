package dev.cobnut.core.sim;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.IdempotencyKey;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a client wants run.
 *
 * @param number tells it from the others
 * @param maps of each stage
 */
record SimJob(int number, List<StageSpec> stages, List<Integer> maps, Doom doom, JobSpec spec) {
  /** What is wrong with the job, so that it must fail. */
  enum Doom {
    NONE,
    POISONED_TASK,
    NO_PLAN,
    NO_PUBLICATION
  }

  static final Failure FAILURE = new Failure(Failure.Kind.USER_CODE, "poison", "");

  static SimJob random(int number, SplittableRandom random) {
    List<StageSpec> stages = new ArrayList<>();
    List<Integer> maps = new ArrayList<>();
    int reduces = 1 + random.nextInt(4);
    if (random.nextInt(4) == 0) {
      stages.add(new StageSpec(StageSpec.Kind.SAMPLE, 0, 1));
      maps.add(1 + random.nextInt(3));
    }
    stages.add(new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, reduces));
    maps.add(random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(10));
    Doom doom = random.nextInt(6) == 0 ? Doom.values()[1 + random.nextInt(3)] : Doom.NONE;
    return new SimJob(number, stages, maps, doom, spec(number, reduces, random));
  }

  private static JobSpec spec(int number, int reduces, SplittableRandom random) {
    String below = random.nextInt(4) == 0 ? "/below" : "";
    return new JobSpec(
        "job" + number,
        new PluginRef("plugin", "1", "0".repeat(64)),
        List.of("/in"),
        "/out/" + random.nextInt(4) + below,
        reduces,
        10,
        Map.of(),
        random.nextInt(3),
        0,
        false,
        false,
        Optional.of(new IdempotencyKey("key" + number, "0".repeat(64))));
  }

  String key() {
    return "key" + number;
  }

  List<Split> splits(int stage) {
    List<Split> splits = new ArrayList<>();
    for (int split = 0; split < maps.get(stage); split++) {
      FileSlice slice = new FileSlice("/in/a", "a", split * 10L, split * 10L + 10, 1000, 1);
      splits.add(new Split(List.of(slice)));
    }
    return splits;
  }

  boolean isPoisoned(TaskId task) {
    return doom == Doom.POISONED_TASK
        && task.stage() == stages.size() - 1
        && task.kind() == TaskKind.REDUCE
        && task.index() == 0;
  }

  /** What a task counts: the same at each attempt. */
  static Map<String, Long> counters(TaskId task) {
    return task.kind() == TaskKind.MAP
        ? Map.of("mapped", 3L + task.index(), "odd", (long) (task.index() & 1))
        : Map.of("reduced", 7L + task.index());
  }

  /** What the whole job counts. */
  Map<String, Long> counters(JobId id) {
    Map<String, Long> totals = new TreeMap<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      if (stages.get(stage).kind() == StageSpec.Kind.MAP_REDUCE) {
        addCounters(totals, id, stage, TaskKind.MAP, maps.get(stage));
        addCounters(totals, id, stage, TaskKind.REDUCE, stages.get(stage).reduces());
      }
    }
    return totals;
  }

  private static void addCounters(
      Map<String, Long> totals, JobId id, int stage, TaskKind kind, int n) {
    for (int index = 0; index < n; index++) {
      counters(new TaskId(id, stage, kind, index))
          .forEach((name, value) -> totals.merge(name, value, Long::sum));
    }
  }
}
