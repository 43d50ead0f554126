package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Removes folders of files. Blocks; safe for use by any thread. */
final class FolderSweep {
  /** How often a folder is emptied while late writers fill it. */
  private static final int SWEEPS_MAX = 20;

  private final DurableFiles files;

  FolderSweep(DurableFiles files) {
    this.files = files;
  }

  /** Removes a folder with the files in it; it needn't be there. */
  void deleteAll(Path folder) throws IOException {
    deleteAll(folder, "");
  }

  /**
   * The same, one file of it when all others are gone: where this is cut off or fails before, it is
   * still there for whoever goes on.
   *
   * @param lastName of that file, which needn't be there; empty: none
   */
  void deleteAll(Path folder, String lastName) throws IOException {
    for (int i = 0; i < SWEEPS_MAX; i++) {
      boolean hadOthers = false;
      boolean hasLast = false;
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (String.valueOf(entry.getFileName()).equals(lastName)) {
            hasLast = true;
          } else {
            hadOthers = true;
            files.delete(entry);
          }
        }
      } catch (NoSuchFileException e) {
        return;
      }
      if (hasLast && hadOthers) {
        continue;
      }
      if (hasLast) {
        files.delete(folder.resolve(lastName));
      }
      if (deleteIfEmpty(folder)) {
        return;
      }
    }
    throw new DirectoryNotEmptyException(folder.toString());
  }

  /** Whether the folder is gone. */
  boolean deleteIfEmpty(Path folder) throws IOException {
    try {
      files.delete(folder);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }
}
