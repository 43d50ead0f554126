package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.cluster.jobs.FailingCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user who errs is told, and that nothing is left behind. The command line, in processes of
 * the real jar.
 */
@Timeout(240)
final class BadInputIT {
  @TempDir Path folder;

  @BeforeEach
  void writeInput() throws Exception {
    Texts.write(folder.resolve("input"), 2, 50);
  }

  @Test
  void unknownJobNamesTheJobsThatAreThere() throws Exception {
    refused(run("wordcuont", "input"), 2, "wordcuont", "wordcount");
  }

  @Test
  void missingParameterIsNamed() throws Exception {
    refused(run("grep", "input"), 2, "pattern", "missing");
  }

  @Test
  void unknownParameterIsNamed() throws Exception {
    refused(run("wordcount", "input", "--set", "colour=red"), 2, "colour", "unknown");
  }

  @Test
  void illTypedParameterShowsValueAndExpectation() throws Exception {
    refused(run("sort", "input", "--set", "key.bytes=ten"), 2, "key.bytes", "\"ten\"", "1..");
  }

  @Test
  void reducersOutOfRangeShowValueAndExpectation() throws Exception {
    for (String reducers : List.of("0", "-1", "10000000")) {
      refused(run("wordcount", "input", "--reducers", reducers), 2, reducers, "1..100000");
    }
  }

  @Test
  void inputThatIsNotThereIsNamed() throws Exception {
    refused(run("wordcount", "nowhere"), 2, "nowhere");
  }

  @Test
  void emptyInputGivesAnEmptyResult() throws Exception {
    Files.createDirectories(folder.resolve("empty"));

    Cli.Result result = run("wordcount", "empty", "--reducers", "2");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(folder.resolve("out/_SUCCESS")).exists();
    assertThat(folder.resolve("out/part-r-00000")).isEmptyFile();
    assertThat(folder.resolve("out/part-r-00001")).isEmptyFile();
  }

  @Test
  void outputThatExistsIsKept() throws Exception {
    Path mine =
        Files.writeString(Files.createDirectory(folder.resolve("out")).resolve("mine"), "x");

    Cli.Result result = run("wordcount", "input");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("out").contains("exists");
    assertThat(mine).hasContent("x");
  }

  @Test
  void brokenPluginsAreToldAndDisturbNobody() throws Exception {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Files.writeString(plugins.resolve("text.jar"), "not a jar");

    Cli.Result result = run("wordcount", "input");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).contains("text.jar");
  }

  @Test
  void mapThatThrowsNamesFileOffsetAndException() throws Exception {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    PluginJars.write(plugins.resolve("failing.jar"), FailingCount.class);
    StringBuilder lines = new StringBuilder();
    for (int line = 1; line <= 1_000_000; line++) {
      lines.append(line == 1_000_000 ? "poison\n" : "good\n");
    }
    Files.createDirectory(folder.resolve("poisoned"));
    Path file = Files.writeString(folder.resolve("poisoned/lines.txt"), lines);

    Cli.Result result = run("failing-count", "poisoned");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .contains(file.getFileName().toString())
        .contains(Integer.toString(999_999 * 5))
        .contains("IllegalStateException: a poisoned line");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void nodeRefusesAConfigurationThatItDoesNotUnderstand() throws Exception {
    Files.writeString(folder.resolve("typo.json"), "{\"http\": {\"prot\": 8081}}");
    Cli.Result typo = Cli.cobnut(folder, "-cluster", "-conf", "typo.json");
    assertThat(typo.exit()).isNotZero();
    assertThat(typo.err() + typo.out()).contains("http.prot").contains("http.port");

    Cli.Result missing = Cli.cobnut(folder, "-cluster", "-conf", "missing.json");
    assertThat(missing.exit()).isNotZero();
    assertThat(missing.err() + missing.out()).contains("missing.json");
  }

  @Test
  void nodeRefusesAStateDirectoryThatItCannotUse() throws Exception {
    Files.writeString(folder.resolve("file"), "");
    Files.writeString(folder.resolve("state.json"), "{\"state\": {\"uri\": \"file/state\"}}");

    Cli.Result result = Cli.cobnut(folder, "-cluster", "-conf", "state.json");

    assertThat(result.exit()).isNotZero();
    assertThat(result.err() + result.out()).contains("state.uri").contains("file/state");
  }

  private Cli.Result run(String job, String input, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("run", job, "--input", input, "--output", "out"));
    arguments.addAll(List.of(more));
    return Cli.cobnut(folder, arguments.toArray(String[]::new));
  }

  private void refused(Cli.Result result, int exit, String... words) throws Exception {
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
    assertThat(result.err()).contains(words).doesNotContain("\tat ");
    assertThat(folder.resolve("out")).doesNotExist();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("input");
    }
  }
}
