package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.SkipList;
import java.util.Map;
import java.util.TreeMap;

/** The skip lists of a table's tasks; most tasks have none. */
final class SkipBook {
  /**
   * Of one task.
   *
   * @param collecting whether its next attempt is to collect more bad records
   */
  private record Page(SkipList skips, boolean collecting) {
    private static final Page EMPTY = new Page(SkipList.EMPTY, false);
  }

  private final Map<Integer, Page> pages = new TreeMap<>();

  void put(int index, SkipList skips, boolean collecting) {
    pages.put(index, new Page(skips, collecting));
  }

  private Page page(int index) {
    return pages.getOrDefault(index, Page.EMPTY);
  }

  SkipList skips(int index) {
    return page(index).skips();
  }

  /** The mode of the task's next attempt. */
  AttemptMode mode(int index) {
    Page page = page(index);
    return new AttemptMode(page.skips().version(), page.collecting());
  }

  /** Whether an output of this mode is what the task wants. */
  boolean wants(int index, AttemptMode mode) {
    return !mode.collecting() && mode.skipVersion() == skips(index).version();
  }
}
