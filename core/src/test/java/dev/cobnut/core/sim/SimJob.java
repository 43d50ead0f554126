package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.BadRecord;
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
import java.util.TreeMap;

/**
 * What a client wants run.
 *
 * @param number tells it from the others
 */
record SimJob(int number, Shape shape, Doom doom, Bad bad, JobSpec spec, Times times) {
  /**
   * @param maps of each stage
   * @param brisk whether most of its maps are short, and there are many
   */
  record Shape(List<StageSpec> stages, List<Integer> maps, boolean brisk) {
    Shape {
      stages = List.copyOf(stages);
      maps = List.copyOf(maps);
    }

    int lastMaps() {
      return maps.get(maps.size() - 1);
    }

    Shape brisk(int lastMaps) {
      List<Integer> many = new ArrayList<>(maps.subList(0, maps.size() - 1));
      many.add(lastMaps);
      return new Shape(stages, many, true);
    }
  }

  /**
   * Bad records.
   *
   * @param counts of the last stage's maps, by map
   * @param flaky whether the map function throws at these in some attempts only
   */
  record Bad(Map<Integer, Integer> counts, boolean flaky) {}

  /**
   * @param submitMs when
   * @param cancelMs how long after it is accepted; negative for never
   */
  record Times(long submitMs, long cancelMs) {}

  /** What is wrong with the job, so that it must fail. */
  enum Doom {
    NONE,
    POISONED_MAP,
    POISONED_REDUCE,
    NO_PLAN,
    NO_SPLITS,
    NO_PUBLICATION,
    BAD_RECORD,
    TOO_MANY_BAD_RECORDS
  }

  static final List<String> FOLDERS = List.of("a/", "b/", "c/");
  static final Failure FAILURE = new Failure(Failure.Kind.USER_CODE, "poison", "");
  static final String SKIPPED = "cobnut.mapSkippedRecords";
  private static final long SPLIT_BYTES = 10;

  /**
   * @param draw of all but whether it is brisk
   */
  static SimJob draw(int number, Draw draw, Draw ofBrisk, boolean crowded) {
    Shape drawn = shape(draw, crowded);
    Shape shape = ofBrisk.oneIn(6) ? drawn.brisk((int) ofBrisk.between(30, 90)) : drawn;
    Doom doom = doom(draw, shape);
    Bad bad = bad(draw, doom, shape.lastMaps());
    boolean skips = doom != Doom.BAD_RECORD && !bad.counts().isEmpty();
    String output = "/out/" + draw.below(4) + (draw.oneIn(4) ? "/below" : "");
    int runningMax = draw.oneIn(3) ? (int) draw.between(1, 3) : 0;
    int priority = (int) draw.between(-10, 10);
    int reduces = shape.stages().get(shape.stages().size() - 1).reduces();
    JobSpec spec = spec(number, reduces, output, priority, runningMax, skips);
    long submitMs = draw.between(0, crowded ? 3_000 : 25_000);
    long cancelMs = draw.oneIn(6) ? draw.between(0, 15_000) : -1;
    return new SimJob(number, shape, doom, bad, spec, new Times(submitMs, cancelMs));
  }

  private static Shape shape(Draw draw, boolean crowded) {
    List<StageSpec> stages = new ArrayList<>();
    List<Integer> maps = new ArrayList<>();
    if (draw.oneIn(4)) {
      stages.add(new StageSpec(StageSpec.Kind.SAMPLE, 0, 1));
      maps.add((int) draw.between(1, 3));
    }
    stages.add(new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, (int) draw.between(1, 4)));
    long mapCount = crowded ? draw.between(10, 40) : draw.between(1, 10);
    maps.add(draw.oneIn(8) ? 0 : (int) mapCount);
    return new Shape(stages, maps, false);
  }

  private static Doom doom(Draw draw, Shape shape) {
    Doom doom = draw.oneIn(6) ? draw.pick(List.of(Doom.values())) : Doom.NONE;
    boolean ofMaps =
        doom == Doom.POISONED_MAP || doom == Doom.BAD_RECORD || doom == Doom.TOO_MANY_BAD_RECORDS;
    return ofMaps && shape.lastMaps() == 0 ? Doom.NONE : doom;
  }

  private static Bad bad(Draw draw, Doom doom, int maps) {
    Map<Integer, Integer> counts = new TreeMap<>();
    int skippedMax = Simulation.LIMITS.tasks().skippedMax();
    if (doom == Doom.TOO_MANY_BAD_RECORDS) {
      counts.put(draw.below(maps), skippedMax + 1);
      return new Bad(counts, false);
    } else if (doom == Doom.BAD_RECORD) {
      counts.put(draw.below(maps), 1);
      return new Bad(counts, false);
    }
    boolean flaky = draw.oneIn(2);
    boolean any = draw.oneIn(2);
    for (int map = 0; map < maps && any; map++) {
      if (flaky || draw.oneIn(3)) {
        counts.put(map, flaky ? 1 : (int) draw.between(1, skippedMax));
      }
    }
    return new Bad(counts, flaky);
  }

  /** A job with nothing special. */
  static SimJob plain(int maps, int reduces) {
    StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, reduces);
    Shape shape = new Shape(List.of(stage), List.of(maps), false);
    JobSpec spec = spec(0, reduces, "/out", 0, 0, false);
    return new SimJob(0, shape, Doom.NONE, new Bad(Map.of(), false), spec, new Times(1_000, -1));
  }

  private static JobSpec spec(
      int number, int reduces, String output, int priority, int runningMax, boolean skips) {
    return new JobSpec(
        "job" + number,
        new PluginRef("plugin", "1", "0".repeat(64)),
        List.of("/in"),
        output,
        reduces,
        SPLIT_BYTES,
        Map.of(),
        priority,
        runningMax,
        skips,
        false,
        Optional.of(new IdempotencyKey("key" + number, "0".repeat(64))));
  }

  List<StageSpec> stages() {
    return shape.stages();
  }

  /** How many maps a stage has. */
  int maps(int stage) {
    return shape.maps().get(stage);
  }

  boolean flaky() {
    return bad.flaky();
  }

  String key() {
    return "key" + number;
  }

  List<Split> splits(int stage) {
    List<Split> splits = new ArrayList<>();
    for (int split = 0; split < maps(stage); split++) {
      long start = split * SPLIT_BYTES;
      long end = start + SPLIT_BYTES;
      splits.add(new Split(List.of(new FileSlice(file(split), "f", start, end, 1000, 1))));
    }
    return splits;
  }

  private static String file(int split) {
    return "/in/" + FOLDERS.get(split % FOLDERS.size()) + "f";
  }

  private boolean isLast(TaskId task) {
    return task.stage() == stages().size() - 1;
  }

  boolean isPoisoned(TaskId task) {
    Doom poison = task.kind() == TaskKind.MAP ? Doom.POISONED_MAP : Doom.POISONED_REDUCE;
    return doom == poison && isLast(task) && task.index() == 0;
  }

  /** The records at which the map function throws, in the order of the split. */
  List<BadRecord> badRecords(TaskId task) {
    List<BadRecord> records = new ArrayList<>();
    int count =
        isLast(task) && task.kind() == TaskKind.MAP
            ? bad.counts().getOrDefault(task.index(), 0)
            : 0;
    for (int record = 0; record < count; record++) {
      long offset = task.index() * SPLIT_BYTES + 2L * record;
      records.add(new BadRecord(file(task.index()), "f", offset, 1, "it throws"));
    }
    return records;
  }

  /** The records at which an attempt throws. */
  List<BadRecord> thrownAt(AttemptId attempt) {
    return badRecords(attempt.task()).stream()
        .filter(record -> !flaky() || ((attempt.toString().hashCode() ^ record.offset()) & 2) == 0)
        .toList();
  }

  /** What a task counts, without what it skips: the same at each attempt. */
  Map<String, Long> counters(TaskId task) {
    return task.kind() == TaskKind.REDUCE
        ? Map.of("reduced", 7L + task.index())
        : Map.of("mapped", 3L + task.index(), "odd", (long) (task.index() & 1));
  }

  /** What the whole job counts, without what it skips. */
  Map<String, Long> counters(JobId id) {
    Map<String, Long> totals = new TreeMap<>();
    for (int stage = 0; stage < stages().size(); stage++) {
      if (stages().get(stage).kind() == StageSpec.Kind.MAP_REDUCE) {
        addCounters(totals, id, stage, TaskKind.MAP, maps(stage));
        addCounters(totals, id, stage, TaskKind.REDUCE, stages().get(stage).reduces());
      }
    }
    return totals;
  }

  private void addCounters(Map<String, Long> totals, JobId id, int stage, TaskKind kind, int n) {
    for (int index = 0; index < n; index++) {
      counters(new TaskId(id, stage, kind, index))
          .forEach((name, value) -> totals.merge(name, value, Long::sum));
    }
  }
}
