package dev.cobnut.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** The jar under test, and the JVM to run it with: the one that runs the tests. */
public final class Jar {
  private Jar() {}

  public static Path path() {
    Path jar = Path.of(System.getProperty("cobnut.jar", "../app/target/cobnut.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          jar.toAbsolutePath() + " isn't there (expected: mvn package first)");
    }
    return jar.toAbsolutePath().normalize();
  }

  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
