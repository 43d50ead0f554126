package dev.cobnut.core.scheduler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which maps of a stage read what workers are near to: for each folder that a worker named, the
 * maps whose input begins below it. Made for all folders in one pass over the splits, when a new
 * folder is asked for, but not too often.
 */
final class NearMaps {
  private static final long REBUILD_MS = 10_000;

  /** Maps below a folder, ascending; those before the cursor don't wait. */
  private static final class Below {
    private int[] maps = new int[4];
    private int size;
    private int cursor;

    void add(int map) {
      if (size == maps.length) {
        maps = Arrays.copyOf(maps, size + size / 2 + 1);
      }
      maps[size++] = map;
    }

    int next(IndexSet idle) {
      while (cursor < size && !idle.contains(maps[cursor])) {
        cursor++;
      }
      return cursor < size ? maps[cursor] : -1;
    }
  }

  private final SplitPlan splits;
  private final TaskTable table;
  private final Map<String, Below> byFolder = new LinkedHashMap<>();
  private long builtMs;
  private boolean built;
  private int returns;

  NearMaps(SplitPlan splits, TaskTable table) {
    this.splits = splits;
    this.table = table;
  }

  /**
   * The first map that waits and begins below one of the folders, or -1.
   *
   * @param folders of the worker
   * @param all folders of all workers
   */
  int next(List<String> folders, Supplier<Set<String>> all, long nowMs) {
    if (!knows(folders) && (!built || nowMs - builtMs >= REBUILD_MS)) {
      build(all.get(), nowMs);
    }
    if (returns != table.returns()) {
      returns = table.returns();
      byFolder.values().forEach(below -> below.cursor = 0);
    }
    int first = -1;
    for (String folder : folders) {
      Below below = byFolder.get(stripped(folder));
      int map = below == null ? -1 : below.next(table.idle());
      first = first < 0 || (map >= 0 && map < first) ? map : first;
    }
    return first;
  }

  private boolean knows(List<String> folders) {
    for (String folder : folders) {
      if (!byFolder.containsKey(stripped(folder))) {
        return false;
      }
    }
    return true;
  }

  private void build(Set<String> all, long nowMs) {
    built = true;
    builtMs = nowMs;
    List<String> added = new ArrayList<>();
    for (String folder : all) {
      if (byFolder.putIfAbsent(stripped(folder), new Below()) == null) {
        added.add(stripped(folder));
      }
    }
    Set<String> wanted = new LinkedHashSet<>(added);
    for (int map = 0; map < splits.size(); map++) {
      note(splits.firstFile(map), map, wanted);
    }
  }

  private void note(String file, int map, Set<String> wanted) {
    for (int end = file.length(); end > 0; end = file.lastIndexOf('/', end - 1)) {
      String folder = file.substring(0, end);
      Below below = wanted.contains(folder) ? byFolder.get(folder) : null;
      if (below != null) {
        below.add(map);
      }
    }
  }

  private static String stripped(String folder) {
    return folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
  }
}
