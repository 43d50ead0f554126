package dev.cobnut.worker.map;

import dev.cobnut.worker.run.RecordCursor;

/** Walks the records of sorted entries of {@link RecordSort}. Confined to one thread. */
sealed interface EntryCursor extends RecordCursor permits ChainCursor, PlainCursor {
  /** Begins before the first of some entries. */
  EntryCursor over(long[] entries, int begin, int end);
}
