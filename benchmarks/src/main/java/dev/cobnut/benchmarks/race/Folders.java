package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is done with whole folders. */
final class Folders {
  private Folders() {}

  /** Deletes a folder with all in it; one that isn't there is deleted already. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** All files below a folder, in the order of their paths. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static long bytes(Path folder) throws IOException {
    long bytes = 0;
    for (Path file : files(folder)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  /** Reads all of a folder, so that it is in the page cache. */
  static void warm(Path folder) throws IOException {
    byte[] buffer = new byte[1 << 20];
    for (Path file : files(folder)) {
      try (InputStream in = Files.newInputStream(file)) {
        while (in.read(buffer) >= 0) {
          // Reading is all that it takes.
        }
      }
    }
  }

  /** Drops all of a folder from the page cache, so that it is read from the disk. */
  static void chill(Path folder) throws IOException, InterruptedException {
    for (Path file : files(folder)) {
      Commands.run(List.of("dd", "if=" + file, "iflag=nocache", "count=0", "status=none"));
    }
  }
}
