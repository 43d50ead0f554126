package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a job writes doesn't depend on how it is run: on slots, on the memory of a slot, from one
 * that spills all the time to one that never does, on what map outputs are compressed with, or on
 * the Java it runs on.
 */
@Timeout(300)
final class EverySettingIT {
  private static final String LZ4 = "-Dcobnut.shuffle.compression=lz4";
  private static final String ZSTD = "-Dcobnut.shuffle.compression=zstd";
  private static final int OTHER_JAVA = Runtime.version().feature() >= 25 ? 17 : 25;

  @TempDir static Path folder;

  /** A way to run a job. */
  private record Setting(String java, int slots, List<String> options) {}

  @BeforeAll
  static void write() throws IOException {
    Texts.write(folder.resolve("input"), 3, 50_000, 400_000);
  }

  @ParameterizedTest
  @CsvSource({
    "wordcount, 1",
    "wordcount, 64",
    "inverted-index, 1",
    "inverted-index, 64",
    "sort, 1",
    "sort, 64"
  })
  void outputIsTheSame(String job, int reducers) throws Exception {
    Map<String, byte[]> expected =
        run("verify", job, reducers, new Setting(Jar.java(), 1, List.of()));
    assertThat(expected).hasSize(reducers);
    for (Setting setting : settings()) {
      assertSame(run("run", job, reducers, setting), expected, setting);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wordcount", "inverted-index", "sort"})
  void outputIsTheSameOnAnotherJava(String job) throws Exception {
    Optional<String> java = otherJava();
    assumeTrue(
        java.isPresent(),
        "no Java " + OTHER_JAVA + " beside the one that runs the tests (expected: one)");
    Setting setting = new Setting(java.get(), 2, List.of(ZSTD));

    assertSame(
        run("run", job, 5, setting),
        run("verify", job, 5, new Setting(Jar.java(), 1, List.of())),
        setting);
  }

  private static void assertSame(
      Map<String, byte[]> found, Map<String, byte[]> expected, Setting setting) {
    assertThat(found.keySet()).as("%s", setting).isEqualTo(expected.keySet());
    expected.forEach(
        (part, bytes) -> assertThat(found.get(part)).as("%s: %s", setting, part).isEqualTo(bytes));
  }

  private static List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    settings.add(
        new Setting(Jar.java(), 2, List.of("-Xmx64m", "-Dcobnut.worker.memory=0.05", LZ4)));
    settings.add(
        new Setting(Jar.java(), 3, List.of("-Xmx128m", "-Dcobnut.worker.memory=0.3", ZSTD)));
    settings.add(new Setting(Jar.java(), 4, List.of("-Xmx5g", "-Dcobnut.worker.memory=0.9")));
    return settings;
  }

  /** Of the release that the tests don't run on, among those installed beside theirs. */
  private static Optional<String> otherJava() throws IOException {
    String wanted = "JAVA_VERSION=\"" + OTHER_JAVA;
    try (Stream<Path> beside = Files.list(Path.of(System.getProperty("java.home")).resolve(".."))) {
      for (Path home : beside.toList()) {
        Path release = home.resolve("release");
        if (Files.isRegularFile(release) && Files.readString(release).contains(wanted)) {
          return Optional.of(home.resolve("bin/java").toString());
        }
      }
    }
    return Optional.empty();
  }

  /** The parts that a run wrote, by name; {@code verify} compares them with a sequential run. */
  private static Map<String, byte[]> run(String command, String job, int reducers, Setting setting)
      throws Exception {
    Path output = Files.createTempDirectory(folder, "out-").resolve("out");
    List<String> line = new ArrayList<>(List.of(setting.java()));
    line.addAll(setting.options());
    line.addAll(List.of("-jar", Jar.path().toString(), command, job, "--split-bytes", "1500000"));
    line.addAll(List.of("--workers", Integer.toString(setting.slots())));
    line.addAll(List.of("--reducers", Integer.toString(reducers)));
    line.addAll(List.of("--input", "input", "--output", output.toString()));
    Cli.Result result = Cli.run(folder, line);
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (String part : Reference.parts(output)) {
      parts.put(part, Files.readAllBytes(output.resolve(part)));
    }
    return parts;
  }
}
