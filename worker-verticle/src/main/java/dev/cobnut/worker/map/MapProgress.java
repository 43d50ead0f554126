package dev.cobnut.worker.map;

import dev.cobnut.worker.run.MergeWatch;
import dev.cobnut.worker.task.TaskControl;

/**
 * How far a map has come: bytes of its input that were read, and bytes that it moved to and between
 * its own runs. While it maps, its share of the whole is that of the input, since what was moved so
 * far tells how much is to be moved for the rest; so a spill moves the numbers, and not the share.
 * Confined to the attempt's thread.
 */
final class MapProgress implements MergeWatch {
  private final TaskControl control;
  private final long inputBytes;
  private long readBytes;
  private long movedBytes;
  private long leftBytes;

  MapProgress(TaskControl control, long inputBytes) {
    this.control = control;
    this.inputBytes = inputBytes;
  }

  @Override
  public boolean stopped() {
    return control.stopped();
  }

  /** So much of the input is read. */
  void mapped(long bytes) {
    readBytes = bytes;
    tell();
  }

  @Override
  public void left(long bytes) {
    leftBytes = bytes;
    tell();
  }

  @Override
  public void read(long bytes) {
    moved(bytes);
  }

  /** So many bytes were written to a run, or read for one, since this was told before. */
  void moved(long bytes) {
    movedBytes += bytes;
    leftBytes = Math.max(0, leftBytes - bytes);
    tell();
  }

  private void tell() {
    long doneBytes = readBytes + movedBytes;
    long totalBytes =
        readBytes == 0 || readBytes >= inputBytes
            ? Math.max(inputBytes, readBytes) + movedBytes + leftBytes
            : (long) (doneBytes * ((double) inputBytes / readBytes));
    control.progress(doneBytes, totalBytes);
  }
}
