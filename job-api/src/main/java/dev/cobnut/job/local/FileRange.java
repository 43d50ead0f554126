package dev.cobnut.job.local;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A range of a file on disk. Confined to one thread; close it when its records are read. */
public final class FileRange implements SourceRange {
  private final FileChannel channel;
  private final String file;
  private final String relativePath;
  private final long start;
  private final long end;
  private final long fileBytes;
  private final int recordBytesMax;

  private FileRange(
      FileChannel channel, Path file, String relativePath, long start, long end, int recordBytesMax)
      throws IOException {
    this.channel = channel;
    this.file = file.toString();
    this.relativePath = relativePath;
    this.start = start;
    this.end = end;
    this.recordBytesMax = recordBytesMax;
    fileBytes = channel.size();
  }

  /**
   * Opens a file for reading a range of it.
   *
   * @param start of the range, bytes
   * @param end the byte after the last
   * @param recordBytesMax the longest record that may be read
   * @throws IOException where the file can't be opened, or is shorter than the range
   */
  public static FileRange open(
      Path file, String relativePath, long start, long end, int recordBytesMax) throws IOException {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          file + ": range " + start + ".." + end + " (expected: 0 or more, ascending)");
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      FileRange range = new FileRange(channel, file, relativePath, start, end, recordBytesMax);
      if (end > range.fileBytes) {
        throw new EOFException(
            file + ": " + range.fileBytes + " bytes (expected: at least " + end + ")");
      }
      return range;
    } catch (IOException | RuntimeException failure) {
      try {
        channel.close();
      } catch (IOException closing) {
        failure.addSuppressed(closing);
      }
      throw failure;
    }
  }

  @Override
  public String file() {
    return file;
  }

  @Override
  public String relativePath() {
    return relativePath;
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public long fileBytes() {
    return fileBytes;
  }

  @Override
  public int recordBytesMax() {
    return recordBytesMax;
  }

  /**
   * Reads as {@link dev.cobnut.job.InputRange#read} says, up to the length that the file had when
   * it was opened.
   *
   * @throws EOFException where the file has become shorter since
   */
  @Override
  public int read(long position, byte[] bytes, int offset, int length) throws IOException {
    if (position >= fileBytes) {
      return -1;
    }
    int wanted = (int) Math.min(length, fileBytes - position);
    int count = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
    if (count < 0) {
      throw new EOFException(
          file + ": ends at byte " + position + " (expected: " + fileBytes + ")");
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
