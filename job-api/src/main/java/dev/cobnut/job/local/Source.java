package dev.cobnut.job.local;

import java.io.IOException;

/** A file of the input, wherever its bytes are. */
interface Source {
  long bytes();

  SourceRange open(long start, long end, int recordBytesMax) throws IOException;

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
