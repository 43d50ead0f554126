package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The script {@code cobnut}: with what it starts Java, and the archives of classes that it keeps.
 */
final class ScriptIT {
  @TempDir Path folder;

  private Path target = Path.of("");

  @BeforeEach
  void link() throws IOException {
    target = Files.createDirectories(folder.resolve("app/target"));
    Files.createSymbolicLink(target.resolve("cobnut.jar"), Jar.path());
    Files.copy(Path.of("../cobnut"), folder.resolve("cobnut"));
    Files.copy(Path.of("../LICENSE"), folder.resolve("LICENSE"));
  }

  private static Path home() {
    return Path.of(Jar.java()).getParent().getParent();
  }

  /** The JDK of this test, and those that are installed beside it. */
  static List<Path> homes() throws IOException {
    try (Stream<Path> siblings = Files.list(home().toRealPath().getParent())) {
      return Stream.concat(Stream.of(home()), siblings)
          .map(ScriptIT::real)
          .distinct()
          .filter(home -> Files.isExecutable(home.resolve("bin/javac")) && feature(home) >= 17)
          .toList();
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }

  private static int feature(Path home) {
    try (Stream<String> lines = Files.lines(home.resolve("release"))) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION=\""))
          .map(line -> line.replaceAll(".*\"(\\d+).*", "$1"))
          .mapToInt(Integer::parseInt)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private Cli.Result cobnut(Path home, String arguments) throws Exception {
    return cobnut(home, arguments, "");
  }

  private Cli.Result cobnut(Path home, String arguments, String options) throws Exception {
    return Cli.run(
        folder,
        List.of(
            "bash",
            "-c",
            "JAVA_HOME='" + home + "' COBNUT_JAVA_OPTS='" + options + "' ./cobnut " + arguments));
  }

  @ParameterizedTest
  @MethodSource("homes")
  void firstCommandKeepsAnArchiveThatTheNextOnesUse(Path home) throws Exception {
    Path archive = target.resolve("cobnut-command-" + feature(home) + ".jsa");

    Cli.Result first = cobnut(home, "run wordcount -i LICENSE -o first");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(archive).exists();
    Cli.Result second =
        cobnut(home, "run wordcount -i cobnut -o second", "-Xshare:on -Xlog:class+load");

    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(second.out())
        .as("where the job's classes come from")
        .containsPattern("dev\\.cobnut\\.worker\\.\\S+ source: shared objects file");
  }

  @Test
  void archiveThatCannotBeMadeIsNotTriedAgain() throws Exception {
    Path home = javaWithoutDump();
    Path dumps = folder.resolve("dumps");

    for (int time = 0; time < 2; time++) {
      Cli.Result result = cobnut(home, "run wordcount -i LICENSE -o out-" + time);
      assertThat(result.exit()).as(result.err()).isZero();
    }

    assertThat(dumps).hasContent("dump\n");
    try (Stream<Path> kept = Files.list(target)) {
      assertThat(kept.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.endsWith(".jsa"));
    }
  }

  /** A Java that can't write archives, and counts how often it is to. */
  private Path javaWithoutDump() throws IOException {
    Path home = folder.resolve("jdk");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/usr/bin/env bash
        if [ "$1" = -Xshare:dump ]; then echo dump >>'%s'; exit 1; fi
        exec '%s' "$@"
        """
            .formatted(folder.resolve("dumps"), Jar.java()));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }
}
