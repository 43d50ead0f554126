package dev.cobnut.worker.reduce;

import dev.cobnut.worker.run.MergeWatch;
import dev.cobnut.worker.task.TaskControl;

/**
 * How far a reduce has come: bytes that went through its merges, of which the last feeds the reduce
 * function. Confined to the attempt's thread.
 */
final class ReduceProgress implements MergeWatch {
  private final TaskControl control;
  private long doneBytes;
  private long leftBytes;

  ReduceProgress(TaskControl control) {
    this.control = control;
  }

  @Override
  public boolean stopped() {
    return control.stopped();
  }

  @Override
  public void left(long bytes) {
    leftBytes = bytes;
    tell();
  }

  @Override
  public void read(long bytes) {
    doneBytes += bytes;
    leftBytes = Math.max(0, leftBytes - bytes);
    tell();
  }

  private void tell() {
    control.progress(doneBytes, doneBytes + leftBytes);
  }
}
