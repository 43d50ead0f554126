package dev.cobnut.job.local;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.StagePlan;
import java.util.List;

/** What the test kit changes and watches in a run, to see that the output stays the same. */
interface Variation {
  /** Changes nothing: the reference. */
  Variation NONE = new Variation() {};

  /** Where a file is cut into ranges: ascending, within the file. */
  default List<Long> cuts(long fileBytes) {
    return List.of();
  }

  /**
   * Whether all values are kept until the reduce, also where an aggregate could fold them at once.
   */
  default boolean keepsValues() {
    return false;
  }

  /** Sees each pair that is emitted, encoded. */
  default <K, V> void emitted(StagePlan<?, K, V, ?, ?> stage, ByteOutput key, ByteOutput value) {}

  /** Replaces the values of a key, each with its length before it, on their way to the reducer. */
  default <K, V> ByteOutput shrunk(
      StagePlan<?, K, V, ?, ?> stage, KeyGroups.Group group, ByteOutput values) {
    return values;
  }
}
