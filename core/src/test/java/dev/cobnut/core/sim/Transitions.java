package dev.cobnut.core.sim;

import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All transitions that jobs, tasks and workers can make, by name. */
final class Transitions {
  /** What a worker is, to a master. */
  enum OfWorker {
    UNKNOWN,
    EXPECTED,
    HEARD,
    PROBED,
    GONE
  }

  private Transitions() {}

  static String ofJob(JobState from, JobState to) {
    return "job " + from + " -> " + to;
  }

  static String ofTask(TaskKind kind, TaskView.State from, TaskView.State to) {
    return kind + " " + from + " -> " + to;
  }

  static String ofWorker(OfWorker from, OfWorker to) {
    return "worker " + from + " -> " + to;
  }

  static Map<JobState, Set<JobState>> ofJobs() {
    Set<JobState> ends = EnumSet.of(JobState.FAILED, JobState.CANCELLED);
    Map<JobState, Set<JobState>> arrows = new EnumMap<>(JobState.class);
    arrows.put(JobState.QUEUED, with(ends, JobState.PLANNING));
    arrows.put(JobState.PLANNING, with(ends, JobState.MAPPING, JobState.REDUCING));
    arrows.put(JobState.MAPPING, with(ends, JobState.REDUCING));
    arrows.put(
        JobState.REDUCING, with(ends, JobState.MAPPING, JobState.PLANNING, JobState.PUBLISHING));
    arrows.put(JobState.PUBLISHING, EnumSet.of(JobState.SUCCEEDED, JobState.FAILED));
    return arrows;
  }

  private static Set<JobState> with(Set<JobState> ends, JobState... more) {
    Set<JobState> all = EnumSet.copyOf(ends);
    all.addAll(Set.of(more));
    return all;
  }

  static boolean isLegal(TaskKind kind, TaskView.State from, TaskView.State to) {
    return switch (from) {
      case IDLE -> to != TaskView.State.IDLE;
      case IN_PROGRESS -> true;
      case COMPLETED -> kind == TaskKind.MAP && to != TaskView.State.IN_PROGRESS;
    };
  }

  static List<String> all() {
    List<String> all = new ArrayList<>();
    ofJobs().forEach((from, tos) -> tos.forEach(to -> all.add(ofJob(from, to))));
    for (TaskKind kind : TaskKind.values()) {
      for (TaskView.State from : TaskView.State.values()) {
        for (TaskView.State to : TaskView.State.values()) {
          if (isLegal(kind, from, to)) {
            all.add(ofTask(kind, from, to));
          }
        }
      }
    }
    all.add(ofWorker(OfWorker.UNKNOWN, OfWorker.HEARD));
    all.add(ofWorker(OfWorker.EXPECTED, OfWorker.HEARD));
    all.add(ofWorker(OfWorker.EXPECTED, OfWorker.GONE));
    all.add(ofWorker(OfWorker.HEARD, OfWorker.PROBED));
    all.add(ofWorker(OfWorker.HEARD, OfWorker.GONE));
    all.add(ofWorker(OfWorker.PROBED, OfWorker.HEARD));
    all.add(ofWorker(OfWorker.PROBED, OfWorker.GONE));
    return all;
  }
}
