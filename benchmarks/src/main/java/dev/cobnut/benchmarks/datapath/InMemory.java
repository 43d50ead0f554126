package dev.cobnut.benchmarks.datapath;

import dev.cobnut.job.InputRange;

/** A whole file in memory, which is read as one on a disk would be. */
final class InMemory implements InputRange {
  private final byte[] content;

  InMemory(byte[] content) {
    this.content = content;
  }

  @Override
  public String file() {
    return "/memory";
  }

  @Override
  public String relativePath() {
    return "memory";
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public long end() {
    return content.length;
  }

  @Override
  public long fileBytes() {
    return content.length;
  }

  @Override
  public int recordBytesMax() {
    return 1 << 26;
  }

  @Override
  public int read(long position, byte[] bytes, int offset, int length) {
    if (position >= content.length) {
      return -1;
    }
    int count = (int) Math.min(length, content.length - position);
    System.arraycopy(content, (int) position, bytes, offset, count);
    return count;
  }
}
