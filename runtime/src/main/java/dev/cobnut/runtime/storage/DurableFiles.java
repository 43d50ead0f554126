package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The primitives that durability rests on; everything else is made of them, so that a simulation
 * can stand in for the disk. A name never replaces another's file.
 */
class DurableFiles {
  /** A new file, opened for writing; fails where the name is taken. */
  FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Returns when the file's bytes would survive a power cut. */
  void force(FileChannel file) throws IOException {
    file.force(true);
  }

  /** Returns when the names in the folder would survive a power cut. */
  void forceFolder(@Nullable Path folder) throws IOException {
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Returns when all of this is forced, in any order: none of it waits for another. */
  void together(List<Force> forces) throws IOException {
    ParallelForces.run(forces);
  }

  /** A {@link #force} or {@link #forceFolder}. */
  interface Force {
    void run() throws IOException;
  }

  /** Gives a file a second name; fails where that is taken. */
  void link(Path link, Path file) throws IOException {
    Files.createLink(link, file);
  }

  /** Removes a name, or a folder that is empty; false where there was none. */
  boolean delete(Path path) throws IOException {
    return Files.deleteIfExists(path);
  }

  /** Makes one folder; fails where the name is taken. */
  void makeFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
  }
}
