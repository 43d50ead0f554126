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
    for (int i = 0; i < SWEEPS_MAX; i++) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          files.delete(entry);
        }
      } catch (NoSuchFileException e) {
        return;
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
