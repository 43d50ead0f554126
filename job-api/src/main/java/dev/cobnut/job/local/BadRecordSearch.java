package dev.cobnut.job.local;

import dev.cobnut.job.Emitter;
import dev.cobnut.job.InputRange;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.job.RecordReader;
import dev.cobnut.job.StagePlan;
import dev.cobnut.job.TaskContext;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds the records of a range at which the map function throws, so that a run can leave them out
 * as the engine does: what such a record had emitted before it threw must not count, so it is never
 * passed to map. Pure functions.
 */
final class BadRecordSearch {
  private BadRecordSearch() {}

  /**
   * The offsets of bad records in the file.
   *
   * @param out takes pairs as the run does, and keeps none
   */
  static <I, K, V> Set<Long> find(
      StagePlan<I, K, V, ?, ?> stage, InputRange range, Emitter<K, V> out) throws IOException {
    RecordReader<I> reader = stage.input().open(range);
    TaskContext task = LocalTask.ofMap(new HashMap<>(), range, reader);
    Set<Long> found = new HashSet<>();
    while (reader.next()) {
      try {
        stage.mapper().map(reader.record(), out, task);
      } catch (InterruptedException stopped) {
        throw UserCodeException.of("map", place(range, reader), stopped);
      } catch (Exception | Error thrown) {
        UserCodeException.requireNotOfTheProcess(thrown);
        found.add(reader.position());
      }
    }
    return found;
  }

  /** Where the current record lies. */
  static RecordPlace place(InputRange range, RecordReader<?> reader) {
    return new RecordPlace(range.file(), range.relativePath(), reader.position());
  }
}
