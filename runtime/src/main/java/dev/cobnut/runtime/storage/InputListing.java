package dev.cobnut.runtime.storage;

import dev.cobnut.job.local.InputException;
import dev.cobnut.job.local.InputFile;
import dev.cobnut.job.local.InputFiles;
import java.util.List;

/** Lists what a job reads, on whichever storage it lies. */
public final class InputListing {
  private InputListing() {}

  /**
   * The files of all inputs, in the order that splits are numbered in.
   *
   * @param inputs paths, globs or {@code file:} URIs; other schemes aren't built yet
   */
  public static List<InputFile> list(List<String> inputs) throws InputException {
    return InputFiles.list(inputs);
  }
}
