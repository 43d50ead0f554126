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
    return aggregate.isOfLongs() ? new LongFold(aggregate) : new FirstFold();
  }
}
