package dev.cobnut.cluster.fault;

import dev.cobnut.cluster.Jar;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;

/** The places at which a process of the jar can be made to halt, as the jar names them. */
final class CrashPoints {
  private CrashPoints() {}

  static List<String> all() throws Exception {
    URL jar = Jar.path().toUri().toURL();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar}, null)) {
      Object[] points = loader.loadClass("dev.cobnut.runtime.crash.CrashPoint").getEnumConstants();
      return Arrays.stream(points).map(Object::toString).toList();
    }
  }

  /** Those whose names begin with one of these. */
  static List<String> of(String... prefixes) throws Exception {
    return all().stream()
        .filter(point -> Arrays.stream(prefixes).anyMatch(point::startsWith))
        .toList();
  }
}
