package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * Shared storage can't do what it should. The message names the path, what was found, and what was
 * expected.
 */
public final class StorageException extends IOException {
  private static final long serialVersionUID = 1L;

  StorageException(String message) {
    super(message);
  }

  private StorageException(String message, IOException cause) {
    super(message, cause);
  }

  /** What the file system said, in words. */
  static StorageException of(Path path, String expected, IOException cause) {
    if (cause instanceof StorageException told) {
      return told;
    }
    return new StorageException(
        path + ": " + found(path, cause) + " (expected: " + expected + ")", cause);
  }

  private static String found(Path path, IOException cause) {
    String kind = kind(cause);
    boolean isElsewhere =
        cause instanceof FileSystemException failure
            && failure.getFile() != null
            && !failure.getFile().equals(path.toString());
    return isElsewhere ? kind + " at " + ((FileSystemException) cause).getFile() : kind;
  }

  private static String kind(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "doesn't exist";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "exists already";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NotDirectoryException) {
      return "isn't a directory";
    }
    if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return String.valueOf(cause.getMessage());
  }
}
