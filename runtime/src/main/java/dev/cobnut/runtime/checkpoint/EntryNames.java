package dev.cobnut.runtime.checkpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which images share an entry of the maps, and what its keys are. */
final class EntryNames {
  /**
   * Of one stage and kind, by index. An entry is written anew with each task of it that changes, so
   * small ones are cheap to write; each has to be listed, so large ones are cheap to vouch for.
   */
  static final int TASKS_AN_ENTRY = 250;

  private static final Pattern TASK = Pattern.compile("(.*/s\\d+-[mr])-(\\d+)(/.*)?");

  private EntryNames() {}

  /** The name of the entry of an image: the image's own key, or that of a number of tasks. */
  static String of(String imageKey) {
    Matcher task = TASK.matcher(imageKey);
    return task.matches()
        ? task.group(1) + "/" + Integer.parseInt(task.group(2)) / TASKS_AN_ENTRY
        : imageKey;
  }

  /** Whether it is a job's own entry. */
  static boolean isJob(String name) {
    return name.indexOf('/') < 0;
  }

  static String key(long term, String name) {
    return term + "/" + name;
  }

  static String headerKey(long term) {
    return Long.toString(term);
  }

  static String listKey(long term, long segment) {
    return term + "/" + segment;
  }

  static boolean isHeader(String key) {
    return key.indexOf('/') < 0;
  }

  /** The term that a key of any of the maps begins with. */
  static long term(String key) {
    int slash = key.indexOf('/');
    return Long.parseLong(slash < 0 ? key : key.substring(0, slash));
  }
}
