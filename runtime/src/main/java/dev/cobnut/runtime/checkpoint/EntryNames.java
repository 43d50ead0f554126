package dev.cobnut.runtime.checkpoint;

/** Which images share an entry of the maps, and what its keys are. */
final class EntryNames {
  /**
   * Of one stage and kind, by index. An entry is written anew with each task of it that changes, so
   * small ones are cheap to write; each has to be listed, so large ones are cheap to vouch for.
   */
  static final int TASKS_AN_ENTRY = 250;

  private EntryNames() {}

  /**
   * The name of the entry of an image: the image's own key, or that of a number of tasks, {@code
   * job/s0-m/1} for {@code job/s0-m-00251} and whatever is kept of that task.
   */
  static String of(String imageKey) {
    int slash = imageKey.indexOf('/');
    int dash = slash < 0 ? -1 : imageKey.indexOf('-', slash);
    int index = dash < 0 ? -1 : imageKey.indexOf('-', dash + 1) + 1;
    if (index <= 0) {
      return imageKey;
    }
    int end = imageKey.indexOf('/', index);
    int number =
        Integer.parseInt(imageKey, index, end < 0 ? imageKey.length() : end, /* radix= */ 10);
    return imageKey.substring(0, index - 1) + "/" + number / TASKS_AN_ENTRY;
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
