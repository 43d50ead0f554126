package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the journal of a job that runs in one process lies: {@code _cobnut/state} in its output.
 * Blocks; confined to one thread at a time.
 */
public final class OutputJournal {
  private final Path output;
  private final DurableFiles files;
  private final FolderSweep sweep;

  OutputJournal(Path output, DurableFiles files, FolderSweep sweep) {
    this.output = output;
    this.files = files;
    this.sweep = sweep;
  }

  /** Its folder, which needn't be there. */
  public Path path() {
    return output.resolve(StoragePaths.JOBS).resolve(StoragePaths.STATE);
  }

  /** Whether there is nothing else in the output. */
  public boolean isAlone() throws IOException {
    return names(output).equals(List.of(StoragePaths.JOBS))
        && names(output.resolve(StoragePaths.JOBS)).equals(List.of(StoragePaths.STATE));
  }

  /**
   * Removes it, then {@code _cobnut} if that is empty. May be repeated.
   *
   * @param last the object that goes last; as long as it is there, the rest is to be removed
   * @param madeOutput whether the output's folder goes, too, if it is empty
   */
  public void drop(String last, boolean madeOutput) throws IOException {
    for (String name : Files.isDirectory(path()) ? names(path()) : List.<String>of()) {
      if (!name.equals(last)) {
        Path entry = path().resolve(name);
        if (Files.isDirectory(entry)) {
          sweep.deleteAll(entry);
        } else {
          files.delete(entry);
        }
      }
    }
    sweep.deleteAll(path());
    if (sweep.deleteIfEmpty(output.resolve(StoragePaths.JOBS)) && madeOutput) {
      sweep.deleteIfEmpty(output);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    }
    return names;
  }
}
