package dev.cobnut.worker.run;

import dev.cobnut.job.Aggregate;
import java.io.IOException;

/** What becomes of equal keys where sorted records are written to a run. Confined to one thread. */
public interface RunFold {
  /** Writes the rest of a cursor into the current region. */
  void write(RecordCursor sorted, RunWriter out) throws IOException;

  /** Each record is written as it is. */
  static RunFold none() {
    return (sorted, out) -> {
      while (sorted.next()) {
        out.write(sorted);
      }
    };
  }

  /** The values of a key become one. */
  static RunFold of(Aggregate<?> aggregate) {
    return switch (aggregate.operation()) {
      case SUM, MIN, MAX -> new LongFold(aggregate);
      case SUMS -> new EncodedFold(aggregate);
      case FIRST -> new FirstFold();
    };
  }

  /** A value that equals the one before it, of the same key, goes. */
  static RunFold dropRepeats() {
    return new RepeatFold();
  }
}
