package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A stage of a job that is planned: its splits and its tasks. */
final class StageRun {
  private final JobId job;
  private final int number;
  private final StageSpec spec;
  private final SplitPlan splits;
  private final TaskTable maps;
  private final TaskTable reduces;
  private final NearMaps nearMaps;
  private final Map<Integer, Complaint> complaints = new LinkedHashMap<>();
  private List<Integer> news = new ArrayList<>();
  private long mapsCompletedMs = Long.MIN_VALUE;
  private long reducesRestUntilMs = Long.MIN_VALUE;

  StageRun(JobId job, int number, StageSpec spec, List<Split> splits) {
    this.job = job;
    this.number = number;
    this.spec = spec;
    this.splits = SplitPlan.of(splits);
    this.maps = new TaskTable(job, number, TaskKind.MAP, splits.size());
    this.reduces = new TaskTable(job, number, TaskKind.REDUCE, spec.reduces());
    this.nearMaps = new NearMaps(this.splits, maps);
  }

  JobId job() {
    return job;
  }

  int number() {
    return number;
  }

  StageSpec spec() {
    return spec;
  }

  SplitPlan splits() {
    return splits;
  }

  TaskTable maps() {
    return maps;
  }

  TaskTable reduces() {
    return reduces;
  }

  NearMaps nearMaps() {
    return nearMaps;
  }

  /** When the last map was completed that others waited for, monotonic ms. */
  long mapsCompletedMs() {
    return mapsCompletedMs;
  }

  void mapsCompleted(long nowMs) {
    mapsCompletedMs = nowMs;
  }

  /** Notes a map whose output's place is to be told to the reduces that run. */
  void addNews(int map) {
    news.add(map);
  }

  /** The maps to tell of; from here on they are told. */
  List<Integer> takeNews() {
    List<Integer> taken = news;
    news = new ArrayList<>();
    return taken;
  }

  TaskTable table(TaskKind kind) {
    return kind == TaskKind.MAP ? maps : reduces;
  }

  boolean has(TaskId task) {
    return table(task.kind()).has(task.index());
  }

  /** Whether a reduce may still read the maps' outputs. */
  boolean needsMapOutputs() {
    return !reduces.isAllCompleted();
  }

  /**
   * Orders no reduce until then, unless a map is completed: one missed a map output, and another
   * would, until it is known which one is gone.
   */
  void restReduces(long untilMs) {
    reducesRestUntilMs = untilMs;
  }

  void wakeReduces() {
    reducesRestUntilMs = Long.MIN_VALUE;
  }

  boolean isResting(TaskTable table, long nowMs) {
    return table == reduces && nowMs < reducesRestUntilMs;
  }

  /** Takes maps that were to run again as they were completed before, as no reduce needs them. */
  void settleMaps() {
    IndexSet idle = maps.idle();
    for (int index = idle.next(0); index >= 0; index = idle.next(index + 1)) {
      TaskState.Completed lost = maps.state(index).lost();
      if (lost != null) {
        maps.completed(index, lost);
      }
    }
  }

  /** What is complained of this output; starts anew where earlier complaints were of another. */
  Complaint complaint(AttemptId map) {
    Complaint known = complaints.get(map.task().index());
    if (known == null || !known.map().equals(map)) {
      known = new Complaint(map);
      complaints.put(map.task().index(), known);
    }
    return known;
  }

  void forgetComplaint(int index) {
    complaints.remove(index);
  }
}
