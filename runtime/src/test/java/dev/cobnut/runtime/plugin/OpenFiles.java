package dev.cobnut.runtime.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What this process holds open. */
final class OpenFiles {
  private OpenFiles() {}

  /** The files that this process has open, where the system tells. */
  static List<String> all() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return List.of();
    }
    return Arrays.stream(descriptors.toFile().listFiles())
        .map(
            each -> {
              try {
                return Files.readSymbolicLink(each.toPath()).toString();
              } catch (IOException gone) {
                return "";
              }
            })
        .toList();
  }
}
