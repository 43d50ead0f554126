package dev.cobnut.job.local;

import java.io.IOException;

/** A file of the input, wherever its bytes are. */
interface Source {
  long bytes();

  SourceRange open(long start, long end, int recordBytesMax) throws IOException;

  /** A file that a test gives as bytes. */
  final class InMemory implements Source {
    private final String relativePath;
    private final byte[] content;

    InMemory(String relativePath, byte[] content) {
      this.relativePath = relativePath;
      this.content = content.clone();
    }

    String relativePath() {
      return relativePath;
    }

    @Override
    public long bytes() {
      return content.length;
    }

    @Override
    public SourceRange open(long start, long end, int recordBytesMax) {
      return new MemoryRange(this, start, end, recordBytesMax);
    }

    int read(long position, byte[] bytes, int offset, int length) {
      if (position >= content.length) {
        return -1;
      }
      int count = (int) Math.min(length, content.length - position);
      System.arraycopy(content, (int) position, bytes, offset, count);
      return count;
    }
  }

  /** A file on disk. */
  record OnDisk(InputFile file) implements Source {
    @Override
    public long bytes() {
      return file.bytes();
    }

    @Override
    public SourceRange open(long start, long end, int recordBytesMax) throws IOException {
      return FileRange.open(file.path(), file.relativePath(), start, end, recordBytesMax);
    }
  }
}
