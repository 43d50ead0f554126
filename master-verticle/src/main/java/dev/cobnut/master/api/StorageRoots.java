package dev.cobnut.master.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The folders that inputs and outputs must lie under, by real path, so that no link leads out of
 * them. Immutable; blocks.
 */
final class StorageRoots {
  private final List<Path> roots;

  /**
   * @param roots none means that any path will do
   */
  StorageRoots(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  boolean isOpen() {
    return roots.isEmpty();
  }

  /**
   * Checks a path that needn't exist.
   *
   * @param field that named it
   */
  void check(String field, Path path) throws IOException {
    if (isOpen()) {
      return;
    }
    Path real = real(path);
    for (Path root : roots) {
      if (real.startsWith(real(root))) {
        return;
      }
    }
    String expected = roots.stream().map(Path::toString).collect(Collectors.joining(", "));
    throw Problem.outsideRoots(field, path.toString(), "below one of " + expected).toException();
  }

  /** Without links, as far as it exists. */
  private static Path real(Path path) throws IOException {
    List<Path> missing = new ArrayList<>();
    Path existing = path.toAbsolutePath().normalize();
    while (!Files.exists(existing) && existing.getParent() != null) {
      missing.add(0, existing.getFileName());
      existing = existing.getParent();
    }
    Path real = existing.toRealPath();
    for (Path name : missing) {
      real = real.resolve(name);
    }
    return real;
  }
}
