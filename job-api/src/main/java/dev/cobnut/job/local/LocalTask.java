package dev.cobnut.job.local;

import dev.cobnut.job.InputRange;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.job.RecordReader;
import dev.cobnut.job.TaskContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The context of a function in a local run. Confined to one thread. */
final class LocalTask implements TaskContext {
  private static final int NAME_LENGTH_MAX = 100;
  private static final int COUNTERS_MAX = 1_000;

  private final Map<String, Long> counters;
  private final @Nullable InputRange range;
  private final @Nullable RecordReader<?> reader;

  private LocalTask(
      Map<String, Long> counters, @Nullable InputRange range, @Nullable RecordReader<?> reader) {
    this.counters = counters;
    this.range = range;
    this.reader = reader;
  }

  static LocalTask ofMap(Map<String, Long> counters, InputRange range, RecordReader<?> reader) {
    return new LocalTask(counters, range, reader);
  }

  static LocalTask ofReduce(Map<String, Long> counters) {
    return new LocalTask(counters, null, null);
  }

  @Override
  public void count(String counter, long delta) {
    if (counter.isEmpty() || counter.length() > NAME_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "counter: a name of "
              + counter.length()
              + " characters (expected: 1.."
              + NAME_LENGTH_MAX
              + ")");
    }
    counters.merge(counter, delta, Long::sum);
    if (counters.size() > COUNTERS_MAX) {
      throw new IllegalStateException(
          "counters: " + counters.size() + " (expected: at most " + COUNTERS_MAX + ")");
    }
  }

  @Override
  public RecordPlace place() {
    return range == null || reader == null
        ? RecordPlace.NONE
        : new RecordPlace(range.file(), range.relativePath(), reader.position());
  }
}
