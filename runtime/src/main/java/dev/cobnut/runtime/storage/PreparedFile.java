package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A new file in a job's folder. It counts only after {@link #finish()}; closed before, it is
 * removed. Confined to one thread.
 */
public final class PreparedFile extends OutputStream {
  private static final int BUFFER_BYTES = 128 << 10;
  private static final long PIECE_BYTES = 32L << 20;

  private final DurableFiles files;
  private final Path file;
  private final FileChannel channel;
  private final ForceBehind behind;
  private final CRC32C crc = new CRC32C();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int buffered;
  private long written;
  private boolean isEnded;

  private PreparedFile(DurableFiles files, Path file, FileChannel channel) {
    this.files = files;
    this.file = file;
    this.channel = channel;
    this.behind = new ForceBehind(files, channel, PIECE_BYTES);
  }

  static PreparedFile create(DurableFiles files, Path file) throws StorageException {
    try {
      return new PreparedFile(files, file, files.create(file));
    } catch (NoSuchFileException e) {
      throw StorageException.of(file, "the job's folder, which goes when the job ends", e);
    } catch (IOException e) {
      throw StorageException.of(file, "a new file", e);
    }
  }

  @Override
  public void write(int value) throws IOException {
    if (buffered == buffer.length) {
      flush();
    }
    buffer[buffered++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > buffer.length - buffered) {
      flush();
    }
    if (length > buffer.length) {
      writeOut(bytes, offset, length);
      return;
    }
    System.arraycopy(bytes, offset, buffer, buffered, length);
    buffered += length;
  }

  @Override
  public void flush() throws IOException {
    int length = buffered;
    buffered = 0;
    writeOut(buffer, 0, length);
  }

  private void writeOut(byte[] bytes, int offset, int length) throws IOException {
    crc.update(bytes, offset, length);
    // In pieces, since the channel copies each piece into memory outside of the heap.
    int end = offset + length;
    try {
      for (int from = offset; from < end; from += BUFFER_BYTES) {
        ByteBuffer piece = ByteBuffer.wrap(bytes, from, Math.min(BUFFER_BYTES, end - from));
        while (piece.hasRemaining()) {
          channel.write(piece);
        }
      }
    } catch (IOException e) {
      throw StorageException.of(file, "a file that can be written", e);
    }
    written += length;
    try {
      behind.written(written);
    } catch (IOException e) {
      throw unforced(e);
    }
  }

  /** Bytes written so far. */
  public long bytes() {
    return written + buffered;
  }

  /** CRC32C of the bytes; to be asked after {@link #finish()}. */
  public int crc32c() {
    if (buffered > 0) {
      throw new IllegalStateException("crc32c of a file that isn't finished");
    }
    return (int) crc.getValue();
  }

  /** Returns when the file would survive a power cut. */
  public void finish() throws IOException {
    // Bytes and name don't wait for each other: who is told of the file is told after both, and
    // what a power cut leaves of one that nobody was told of keeps a name that isn't used again.
    List<DurableFiles.Force> forces = new ArrayList<>(forcesOfBytes());
    forces.add(this::forceFolder);
    files.together(forces);
    end();
  }

  /**
   * Returns when the bytes of all these files would survive a power cut, though not their names.
   */
  static void finishBytes(DurableFiles files, List<PreparedFile> drafts) throws IOException {
    List<DurableFiles.Force> forces = new ArrayList<>();
    for (PreparedFile draft : drafts) {
      forces.addAll(draft.forcesOfBytes());
    }
    files.together(forces);
    for (PreparedFile draft : drafts) {
      draft.end();
    }
  }

  /** What makes the bytes written so far durable: nothing, where there are none. */
  private List<DurableFiles.Force> forcesOfBytes() throws IOException {
    if (isEnded) {
      throw new IllegalStateException(file + " is finished or abandoned already");
    }
    flush();
    return written > 0 ? List.of(this::forceBytes) : List.of();
  }

  private void forceBytes() throws IOException {
    try {
      behind.await();
      files.force(channel);
    } catch (IOException e) {
      throw unforced(e);
    }
  }

  private StorageException unforced(IOException cause) {
    return StorageException.of(file, "a file that can be forced to the disk", cause);
  }

  private void forceFolder() throws IOException {
    try {
      files.forceFolder(file.getParent());
    } catch (IOException e) {
      throw StorageException.of(file, "a folder that can be forced to the disk", e);
    }
  }

  private void end() throws IOException {
    try {
      channel.close();
    } catch (IOException e) {
      throw StorageException.of(file, "a file that can be written", e);
    }
    isEnded = true;
  }

  /** Removes the file. */
  public void abandon() throws IOException {
    isEnded = true;
    channel.close();
    files.delete(file);
  }

  @Override
  public void close() throws IOException {
    if (!isEnded) {
      abandon();
    }
  }
}
