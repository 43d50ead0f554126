package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.SkipList;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.scheduler.Save;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A skip list only grows. An attempt leaves out exactly what its version says, and a map is
 * completed by an attempt of the last version, that left out all its bad records: all that there
 * are, or all that were met where the map function throws in some attempts only.
 */
final class SkipChecks {
  private final Simulation sim;

  /** By task: the records of each version. */
  private final Map<TaskId, List<List<BadRecord>>> versions = new HashMap<>();

  private final Map<AttemptId, MapTask> attempts = new HashMap<>();

  /** By map: the attempt that completed it last. */
  private final Map<TaskId, MapTask> winners = new HashMap<>();

  SkipChecks(Simulation sim) {
    this.sim = sim;
  }

  private List<List<BadRecord>> versions(TaskId task) {
    return versions.computeIfAbsent(task, fresh -> new ArrayList<>(List.of(List.of())));
  }

  void saved(Save save) {
    if (save instanceof Save.SaveSkips skips) {
      grew(skips.task(), skips.skips());
    } else if (save instanceof Save.SaveCompleted completed
        && completed.task().kind() == TaskKind.MAP) {
      completed(completed);
    }
  }

  /** How many records the winners of a job's maps have left out. */
  long skipped(JobId job) {
    return winners.entrySet().stream()
        .filter(entry -> entry.getKey().job().equals(job))
        .mapToLong(entry -> entry.getValue().skipped().size())
        .sum();
  }

  int version(TaskId map) {
    return versions(map).size() - 1;
  }

  private void grew(TaskId task, SkipList skips) {
    List<List<BadRecord>> known = versions(task);
    List<BadRecord> last = known.get(known.size() - 1);
    boolean next = skips.version() == known.size() && skips.records().containsAll(last);
    boolean same = skips.version() == known.size() - 1 && skips.records().equals(last);
    if (!next && !same) {
      throw new Violation(task + ": " + skips + " (expected: more than " + known + ")");
    }
    if (!sim.client().definition(task.job()).badRecords(task).containsAll(skips.records())) {
      throw new Violation(task + ": " + skips + " (expected: bad records)");
    }
    if (next) {
      known.add(skips.records());
    }
  }

  private void completed(Save.SaveCompleted completed) {
    TaskId task = completed.task();
    MapTask winner = attempts.get(completed.attempt());
    if (winner == null) {
      throw new Violation(completed.attempt() + ": has won (expected: after it was ordered)");
    }
    winners.put(task, winner);
    SimJob definition = sim.definition(winner.job().spec());
    List<BadRecord> bad = definition.flaky() ? winner.skipped() : definition.badRecords(task);
    int version = version(task);
    if (winner.mode().collecting()
        || winner.mode().skipVersion() != version
        || !winner.skipped().equals(bad)) {
      throw new Violation(
          completed.attempt()
              + ": has won in "
              + winner.mode()
              + " without "
              + winner.skipped()
              + " (expected: version "
              + version
              + ", without "
              + bad
              + ")");
    }
  }

  void ordered(SimTask task) {
    if (task instanceof MapTask map) {
      attempts.put(map.id(), map);
      List<List<BadRecord>> known = versions(map.id().task());
      int version = map.mode().skipVersion();
      if (version >= known.size() || !map.skipped().equals(known.get(version))) {
        throw new Violation(
            map.id() + ": skips " + map.skipped() + " in " + map.mode() + " (expected: " + known);
      }
    }
  }
}
