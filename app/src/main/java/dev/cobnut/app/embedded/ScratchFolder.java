package dev.cobnut.app.embedded;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A private folder for one run, gone when it is closed. */
public final class ScratchFolder implements AutoCloseable {
  private static final int TRIES_MAX = 100;

  private final Path path;

  private ScratchFolder(Path path) {
    this.path = path;
  }

  /** A new folder in {@code java.io.tmpdir}. */
  public static ScratchFolder create() throws IOException {
    return new ScratchFolder(Files.createTempDirectory("cobnut-"));
  }

  /** A folder that is made when somebody writes to it. */
  public static ScratchFolder at(Path path) {
    return new ScratchFolder(path);
  }

  public Path path() {
    return path;
  }

  /** Deletes the folder with all that is in it; what is gone already is no matter. */
  @Override
  public void close() throws IOException {
    for (int tries = 1; Files.exists(path); tries++) {
      try {
        deleteAll();
      } catch (DirectoryNotEmptyException e) {
        // A task that is being stopped may still write.
        if (tries == TRIES_MAX) {
          throw e;
        }
      }
    }
  }

  private void deleteAll() throws IOException {
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
