package dev.cobnut.job.local;

/** A range of a file that a test gives as bytes. Confined to one thread. */
record MemoryRange(Source.InMemory source, long start, long end, int recordBytesMax)
    implements SourceRange {
  @Override
  public String file() {
    return source.relativePath();
  }

  @Override
  public String relativePath() {
    return source.relativePath();
  }

  @Override
  public long fileBytes() {
    return source.bytes();
  }

  @Override
  public int read(long position, byte[] bytes, int offset, int length) {
    return source.read(position, bytes, offset, length);
  }

  @Override
  public void close() {}
}
