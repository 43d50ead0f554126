package dev.cobnut.core.model;

import java.util.Map;
import java.util.TreeMap;

/** What a successful attempt leaves. */
public sealed interface TaskResult {
  /** What the attempt counted, by counter. */
  Map<String, Long> counters();

  /**
   * A map output on the disk of its worker.
   *
   * @param bytes of the file
   */
  record MapOutput(long bytes, Map<String, Long> counters) implements TaskResult {
    public MapOutput {
      counters = java.util.Collections.unmodifiableMap(new TreeMap<>(counters));
    }
  }

  /**
   * A part, whole and durable, under a name of the attempt's own in the job's folder of the output.
   *
   * @param file name in {@code <output>/_cobnut/<job>/}
   * @param bytes of the file
   * @param records written
   * @param crc32c of the bytes
   */
  record PreparedPart(String file, long bytes, long records, int crc32c, Map<String, Long> counters)
      implements TaskResult {
    public PreparedPart {
      counters = java.util.Collections.unmodifiableMap(new TreeMap<>(counters));
    }
  }
}
