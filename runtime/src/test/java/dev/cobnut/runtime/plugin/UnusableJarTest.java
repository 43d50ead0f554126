package dev.cobnut.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jars that can't be used, each told with what is wrong with it. */
final class UnusableJarTest {
  private static final ClassLoader ENGINE = UnusableJarTest.class.getClassLoader();

  @TempDir private Path temp;
  private Path plugins;
  private Path cache;
  private PluginRegistry registry;

  @BeforeEach
  void openRegistry() throws IOException {
    plugins = Files.createDirectory(temp.resolve("plugins"));
    cache = temp.resolve("cache");
    registry = new PluginRegistry(plugins, cache, ENGINE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not a jar | not a jar: ",
        "empty | not a jar: ",
        "no service | no META-INF/services/dev.cobnut.job.MapReduceJob in it (expected: ",
        "empty service | no job in it (expected: at least one)",
        "broken service | Illegal configuration-file syntax",
        "no such class | Provider Missing not found",
        "no job class | not a subtype",
        "missing class | needs a class that isn't there: Other (expected: ",
        "missing superclass | needs a class that isn't there: Other (expected: ",
        "throws when made | could not be instantiated, caused by java.lang.IllegalStateException: oh",
        "throws at its name | job Bad: java.lang.IllegalStateException: oh",
        "no name | job Bad: no name (expected: ",
        "bad name | job A B: name \"A B\" (expected: 1 to 64 of a-z 0-9 . _ -,",
        "no parameters | job bad: java.lang.NullPointerException",
        "bad parameter | job bad: parameter name: \"A B\" (expected: ",
        "parameter twice | job bad: parameter p is declared twice (expected: once)",
        "overflows | job Bad: java.lang.StackOverflowError",
      })
  void jarThatCannotBeUsedIsListedWithItsProblemAndHidesNoOther(String kind, String problem)
      throws IOException {
    writeBad(kind, plugins.resolve("bad.jar"));
    TestJar.withJob("Count", "count").write(plugins.resolve("good.jar"));

    registry.scan();

    assertThat(registry.plugins()).hasSize(2);
    PluginInfo bad = registry.plugins().get(0);
    assertThat(bad.fileName()).isEqualTo("bad.jar");
    assertThat(bad.problem()).hasValueSatisfying(text -> assertThat(text).contains(problem));
    assertThat(bad.jobs()).isEmpty();
    assertThat(registry.job("count")).isPresent();
    assertThat(OpenFiles.all()).noneMatch(file -> file.endsWith("bad.jar"));
    String kept = registry.job("count").orElseThrow().plugin().sha256();
    assertThat(cache.toFile().list()).containsExactly(kept + ".jar");
    String cacheFolder = cache.toRealPath().toString();
    assertThat(OpenFiles.all())
        .filteredOn(file -> file.startsWith(cacheFolder))
        .allMatch(file -> file.endsWith(kept + ".jar"));
  }

  private static void writeBad(String kind, Path jar) throws IOException {
    String job = TestJar.jobSource("Bad", "bad");
    String throwing = "if (true) throw new IllegalStateException(\"oh\");";
    String parameters =
        "public java.util.List<dev.cobnut.job.JobParameter> parameters() { return %s; }\n"
            + "public String name()";
    String text = "dev.cobnut.job.JobParameter.text(\"%s\", \"\")";
    TestJar bad = new TestJar();
    switch (kind) {
      case "not a jar" -> Files.writeString(jar, "not a jar");
      case "empty" -> Files.createFile(jar);
      case "no service" -> bad.source("Bad", job).write(jar);
      case "empty service" -> bad.source("Bad", job).service("# nothing").write(jar);
      case "broken service" -> bad.source("Bad", job).service("Bad or worse").write(jar);
      case "no such class" -> bad.service("Missing").write(jar);
      case "no job class" -> bad.source("Bad", "public class Bad {}").service("Bad").write(jar);
      case "missing class" ->
          bad.source(
                  "Bad",
                  job.replace("return \"bad\"", "return new Other().name")
                      + "class Other { String name; }")
              .without("Other.class")
              .service("Bad")
              .write(jar);
      case "missing superclass" ->
          bad.source(
                  "Bad",
                  job.replace("Bad implements", "Bad extends Other implements") + "class Other {}")
              .without("Other.class")
              .service("Bad")
              .write(jar);
      case "throws when made" ->
          bad.source(
                  "Bad",
                  job.replace(
                      "public String name()",
                      "public Bad() { " + throwing + " }\npublic String name()"))
              .service("Bad")
              .write(jar);
      case "throws at its name" ->
          bad.source("Bad", job.replace("return \"bad\"", throwing + "return \"bad\""))
              .service("Bad")
              .write(jar);
      case "no name" ->
          bad.source("Bad", job.replace("return \"bad\"", "return null")).service("Bad").write(jar);
      case "bad name" ->
          bad.source("Bad", job.replace("return \"bad\"", "return \"A B\""))
              .service("Bad")
              .write(jar);
      case "no parameters" ->
          bad.source("Bad", job.replace("public String name()", parameters.formatted("null")))
              .service("Bad")
              .write(jar);
      case "bad parameter" ->
          bad.source(
                  "Bad",
                  job.replace(
                      "public String name()",
                      parameters.formatted("java.util.List.of(" + text.formatted("A B") + ")")))
              .service("Bad")
              .write(jar);
      case "parameter twice" ->
          bad.source(
                  "Bad",
                  job.replace(
                      "public String name()",
                      parameters.formatted(
                          "java.util.List.of("
                              + text.formatted("p")
                              + ","
                              + text.formatted("p")
                              + ")")))
              .service("Bad")
              .write(jar);
      case "overflows" ->
          bad.source("Bad", job.replace("return \"bad\"", "return name()"))
              .service("Bad")
              .write(jar);
      default -> throw new IllegalArgumentException(kind);
    }
  }

  @Test
  void goodJobOfAJarIsOfferedBesideABadOne() throws IOException {
    TestJar.withJob("Count", "count").service("Missing", "Count").write(plugins.resolve("a.jar"));

    registry.scan();

    assertThat(registry.job("count")).isPresent();
    assertThat(registry.plugins().get(0).problem())
        .hasValueSatisfying(text -> assertThat(text).contains("Provider Missing not found"));
  }
}
