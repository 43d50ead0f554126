package dev.cobnut.worker.map;

import dev.cobnut.worker.run.RunWriter;
import java.io.IOException;

/** Emitted records in memory, until they are written as a run. Confined to the attempt's thread. */
sealed interface MapBuffer permits SortBuffer, AggregateTable, LongBuffer {
  /** How many records it holds. */
  int size();

  /** Sorts the records and writes them as regions. They are lost unless {@link #clear} follows. */
  void writeTo(RunWriter out) throws IOException;

  /** Forgets the records; keeps memory for the next. */
  void clear();

  /** Forgets the records and gives all memory back. The buffer is of no use any more. */
  void release();
}
