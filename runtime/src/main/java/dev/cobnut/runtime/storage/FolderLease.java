package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Says that a folder on a local disk is one process's own: a lock on a file in it, which the system
 * drops when the process ends, however it ends. The file stays, and tells who had it last. Safe for
 * use by any thread; blocks.
 */
public final class FolderLease implements AutoCloseable {
  private static final String FILE = "lock";
  private static final int HOLDER_BYTES_MAX = 256;

  private final FileChannel channel;

  private FolderLease(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder if it isn't there, and takes it.
   *
   * @param key of the configuration that names the folder
   * @throws StorageException where another has it, or the folder can't be written
   */
  public static FolderLease take(String key, Path folder) throws StorageException {
    Path file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        // Stays open: if the holder is in this process, closing it would end that one's lock, too.
        throw taken(key, folder, channel);
      }
      channel.truncate(0);
      channel.write(StandardCharsets.UTF_8.encode("process " + ProcessHandle.current().pid()), 0);
      return new FolderLease(channel);
    } catch (IOException e) {
      throw StorageException.of(file, key + ": a folder that can be made and written", e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static StorageException taken(String key, Path folder, FileChannel channel)
      throws IOException {
    ByteBuffer text = ByteBuffer.allocate(HOLDER_BYTES_MAX);
    channel.read(text, 0);
    return new StorageException(
        key
            + ": "
            + folder
            + ": in use by "
            + StandardCharsets.UTF_8.decode(text.flip())
            + " (expected: a folder of its own for each node: end that process, or set another "
            + key
            + " or node.name)");
  }

  /** Gives the folder up. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
