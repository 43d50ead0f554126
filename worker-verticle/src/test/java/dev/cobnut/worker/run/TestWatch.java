package dev.cobnut.worker.run;

/** Adds up what a merge tells. */
final class TestWatch implements MergeWatch {
  private final boolean stopped;

  /** What was read. */
  long readBytes;

  /** What was said to be left when it began. */
  long firstLeftBytes = -1;

  /** What was said to be left last, less what was read since. */
  long leftBytes;

  TestWatch() {
    this(false);
  }

  TestWatch(boolean stopped) {
    this.stopped = stopped;
  }

  @Override
  public boolean stopped() {
    return stopped;
  }

  @Override
  public void left(long bytes) {
    firstLeftBytes = firstLeftBytes < 0 ? bytes : firstLeftBytes;
    leftBytes = bytes;
  }

  @Override
  public void read(long bytes) {
    readBytes += bytes;
    leftBytes -= bytes;
  }
}
