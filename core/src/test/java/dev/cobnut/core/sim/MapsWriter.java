package dev.cobnut.core.sim;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.scheduler.Save;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps the maps of one term up to what its segments say: entries first, then the header that
 * vouches for them. Where the maps take nothing in, it goes on without, and writes all anew later.
 */
final class MapsWriter {
  private static final int TASKS_AN_ENTRY = 4;

  private final Simulation sim;
  private final MasterNode node;
  private final long term;
  private final Map<String, JournalImages> entries = new TreeMap<>();
  private final Map<String, Long> segments = new TreeMap<>();
  private boolean behind = true;

  MapsWriter(Simulation sim, MasterNode node, long term) {
    this.sim = sim;
    this.node = node;
    this.term = term;
  }

  private static String entry(Save save) {
    if (save instanceof Save.SaveCompleted completed) {
      return entry(completed.task());
    } else if (save instanceof Save.SaveIdle idle) {
      return entry(idle.task());
    } else if (save instanceof Save.SaveSkips skips) {
      return entry(skips.task());
    }
    return save.job().value();
  }

  private static String entry(TaskId task) {
    int chunk = task.index() / TASKS_AN_ENTRY;
    return task.job().value() + "/" + task.stage() + task.kind().letter() + chunk;
  }

  /** Notes what a master begins with. */
  void base(JournalImages images) {
    images.all().forEach(image -> apply(image, new LinkedHashSet<>()));
    entries.keySet().forEach(name -> segments.put(name, term));
  }

  private void apply(Save save, Set<String> touched) {
    if (save instanceof Save.SaveForgotten) {
      forget(save.job());
      return;
    }
    String name = entry(save);
    entries.computeIfAbsent(name, fresh -> new JournalImages()).apply(save);
    touched.add(name);
  }

  private void forget(JobId job) {
    Set<String> gone = new LinkedHashSet<>(entries.keySet());
    gone.removeIf(name -> !name.equals(job.value()) && !name.startsWith(job.value() + "/"));
    gone.forEach(
        name -> {
          entries.remove(name);
          segments.remove(name);
          sim.maps().remove(term, name);
        });
  }

  /** Has all written anew next time: some of it may be lost. */
  void rewrite() {
    behind = true;
  }

  /** Writes what a segment has changed, then goes on. */
  void write(long segment, List<Save> saves, Runnable then) {
    Set<String> touched = new LinkedHashSet<>();
    saves.forEach(save -> apply(save, touched));
    touched.removeIf(name -> !entries.containsKey(name));
    touched.forEach(name -> segments.put(name, segment));
    if (sim.maps().isFrozen()) {
      sim.mark(Mark.MAPS_TOOK_NOTHING_IN);
      behind = true;
      then.run();
      return;
    }
    Set<String> due = behind ? new LinkedHashSet<>(entries.keySet()) : touched;
    behind = false;
    due.forEach(name -> put(name, segment));
    SimMaps.Header header = new SimMaps.Header(segment, segments);
    node.later(
        node.draw().between(0, 4),
        () -> {
          sim.maps().putHeader(term, header);
          sim.maps().dropBefore(term == sim.journal().newestTerm() ? term : 0);
          then.run();
        });
  }

  private void put(String name, long segment) {
    if (term < sim.journal().newestTerm()) {
      sim.mark(Mark.MAPS_WRITTEN_BY_ZOMBIE);
    }
    SimMaps.Entry entry =
        new SimMaps.Entry(
            segments.getOrDefault(name, segment),
            entries.getOrDefault(name, new JournalImages()).all());
    sim.maps().put(term, name, entry);
  }
}
