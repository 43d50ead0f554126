package dev.cobnut.worker.run;

/** Told how a merge goes on, and asked whether it is to go on; on the thread that merges. */
public interface MergeWatch {
  /** Whether the merge is to end with an {@link java.io.InterruptedIOException}; asked often. */
  boolean stopped();

  /** About how many bytes are still to be read, as far as it is known now. */
  void left(long bytes);

  /** So many bytes of records went by since this was told before. */
  void read(long bytes);
}
