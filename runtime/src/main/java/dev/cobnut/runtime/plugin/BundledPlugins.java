package dev.cobnut.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The jars that travel inside the fat jar: {@code bundled-plugins/index} names them, a line each.
 */
final class BundledPlugins {
  private static final String FOLDER = "bundled-plugins/";

  private final ClassLoader loader;

  BundledPlugins(ClassLoader loader) {
    this.loader = loader;
  }

  /** File names, in order; none outside of the fat jar. */
  List<String> names() throws IOException {
    try (InputStream index = loader.getResourceAsStream(FOLDER + "index")) {
      if (index == null) {
        return List.of();
      }
      return new String(index.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  InputStream open(String name) throws IOException {
    InputStream jar = loader.getResourceAsStream(FOLDER + name);
    if (jar == null) {
      throw new PluginException("named in " + FOLDER + "index (expected: to be there, too)");
    }
    return jar;
  }
}
