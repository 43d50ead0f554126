package dev.cobnut.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.app.PluginJars;
import dev.cobnut.app.jobs.NeverTheSame;
import dev.cobnut.app.jobs.ThrowsAt;
import dev.cobnut.jobs.grep.Grep;
import dev.cobnut.jobs.sort.Sort;
import dev.cobnut.jobs.wordcount.WordCount;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run} and {@code verify}: whole jobs in this process. */
final class EmbeddedCommandsTest {
  @TempDir static Path pluginsFolder;
  @TempDir Path folder;

  private Path input;
  private Path output;
  private Shell shell;

  @BeforeAll
  static void makePlugins() throws Exception {
    PluginJars.shipped(pluginsFolder, "job-wordcount", WordCount.class);
    PluginJars.shipped(pluginsFolder, "job-grep", Grep.class);
    PluginJars.shipped(pluginsFolder, "job-sort", Sort.class);
    PluginJars.of(pluginsFolder, "for-tests", ThrowsAt.class, NeverTheSame.class);
  }

  @BeforeEach
  void makeInput() throws IOException {
    input = Files.createDirectory(folder.resolve("in"));
    output = folder.resolve("out");
    Files.writeString(input.resolve("a.txt"), "one two\ntwo\n");
    Files.writeString(input.resolve("b.txt"), "two three\nthree three three");
    shell =
        new Shell(
            new UnbundledLoader(), Map.of("cobnut.data.dir", folder.resolve("data").toString()));
  }

  @Test
  void runLeavesAWholeOutputAndShowsHowItBegins() throws IOException {
    assertThat(run("wordcount", "--reducers", "1")).as(shell.err()).isZero();

    assertThat(parts()).isEqualTo("one\t1\nthree\t4\ntwo\t3\n");
    assertThat(output.resolve("_SUCCESS")).exists();
    assertThat(output.resolve("_manifest.json")).exists();
    assertThat(output.resolve("_cobnut")).doesNotExist();
    assertThat(shell.out())
        .startsWith("wordcount succeeded in ")
        .contains("input    39 B, 4 records")
        .contains("tasks    2 maps, 1 reduce")
        .contains("output   20 B, 3 records, in " + output)
        .contains("out/part-r-00000 begins:\n    one\t1\n    three\t4\n")
        .contains("more:  head");
    assertNothingButInputAndOutput();
  }

  @Test
  void reducersAreAsManyAsTheWorkersUnlessTold() throws IOException {
    assertThat(run("wordcount", "--workers", "3")).as(shell.err()).isZero();

    assertThat(output.resolve("part-r-00002")).exists();
    assertThat(output.resolve("part-r-00003")).doesNotExist();
    assertThat(parts().lines()).containsExactlyInAnyOrder("one\t1", "three\t4", "two\t3");
  }

  @Test
  void jsonIsTheDocumentAndNothingElse() {
    assertThat(run("wordcount", "--json")).as(shell.err()).isZero();

    JsonObject document = new JsonObject(shell.out());
    assertThat(document.getString("state")).isEqualTo("SUCCEEDED");
    assertThat(document.getString("output")).isEqualTo(output.toString());
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void totalOrderGoesOverAllParts() throws IOException {
    assertThat(run("sort", "--reducers", "3")).as(shell.err()).isZero();

    assertThat(parts()).isEqualTo("one two\nthree three three\ntwo\ntwo three\n");
  }

  @Test
  void oneJobsOutputIsAnothersInput() throws IOException {
    assertThat(run("wordcount", "--reducers", "3")).as(shell.err()).isZero();
    Path counts = output;
    input = counts;
    output = folder.resolve("sorted");

    assertThat(run("sort", "--reducers", "1")).as(shell.err()).isZero();

    assertThat(parts()).isEqualTo("one\t1\nthree\t4\ntwo\t3\n");
  }

  @Test
  void emptyInputGivesAnEmptyResult() throws IOException {
    input = Files.createDirectory(folder.resolve("nothing"));

    assertThat(run("wordcount", "--reducers", "2")).as(shell.err()).isZero();

    assertThat(output.resolve("part-r-00001")).isEmptyFile();
    assertThat(parts()).isEmpty();
    assertThat(shell.out()).contains("0 B").doesNotContain("begins:");
  }

  @Test
  void unknownJobNamesTheKnownOnes() {
    refused("job", "wordcuont");

    assertThat(shell.err()).contains("wordcuont").contains("wordcount").contains("grep");
  }

  @Test
  void parametersAreCheckedBeforeTheJobRuns() {
    refused("pattern: missing", "grep");
    refused("patern: unknown parameter", "grep", "--set", "pattern=a", "--set", "patern=b");
    refused("a regular expression", "grep", "--set", "pattern=(");
    refused("\"ten\" (expected: 0..9)", "throws-at", "--set", "line=x", "--set", "depth=ten");
  }

  @Test
  void missingInputIsNamed() {
    input = folder.resolve("missing");

    refused(input.toString(), "wordcount");
  }

  @Test
  void outputThatExistsIsRefusedAndKept() throws IOException {
    Files.createDirectory(output);
    Path old = Files.writeString(output.resolve("part-r-00000"), "old");

    assertThat(run("wordcount")).isEqualTo(2);

    assertThat(shell.err()).contains(output.toString()).contains("--overwrite replaces it");
    assertThat(old).hasContent("old");
    assertNothingButInputAndOutput();
  }

  @Test
  void outputThatCannotBeMadeIsRefused() {
    output = input.resolve("a.txt").resolve("out");

    refused(input.resolve("a.txt") + " is not a directory", "wordcount");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10000000"})
  void reducersOutOfBoundsAreRefused(String reducers) {
    refused("reducers: " + reducers + " (expected: 1..100000)", "wordcount", "-r", reducers);
  }

  @Test
  void functionThatThrowsIsToldWithFileOffsetAndException() {
    assertThat(run("throws-at", "--set", "line=two")).isEqualTo(1);

    assertThat(shell.err())
        .contains("throws-at failed after")
        .contains(input.resolve("a.txt") + " at byte 8")
        .contains("IllegalStateException: poisoned by two")
        .contains("dev.cobnut.app.jobs.ThrowsAt.lambda");
    assertThat(output).doesNotExist();
    assertNothingButInputAndOutput();
  }

  @Test
  void badRecordsAreLeftOutAndListedWhereTheJobMaySkipThem() throws IOException {
    assertThat(run("throws-at", "--set", "line=two")).isEqualTo(1);
    assertThat(shell.err()).contains("--skip-bad-records leaves such records out");

    assertThat(run("throws-at", "--set", "line=two", "--skip-bad-records", "-r", "1"))
        .as(shell.err())
        .isZero();

    assertThat(shell.out()).contains("  skipped  1 record, listed in " + output + "/_skipped");
    assertThat(Files.readString(output.resolve("_skipped")))
        .contains("\"offset\":8,\"bytes\":4,")
        .contains("IllegalStateException: poisoned by two")
        .endsWith("\"record\":\"two\\n\"}\n");
  }

  @Test
  void overwritingReplacesAllOfTheOldOutput() throws IOException {
    assertThat(run("wordcount", "--reducers", "3")).as(shell.err()).isZero();
    Files.writeString(input.resolve("a.txt"), "four\n");
    Files.delete(input.resolve("b.txt"));

    assertThat(run("wordcount", "--reducers", "1")).isEqualTo(2);
    assertThat(parts()).contains("three");
    assertThat(run("wordcount", "--reducers", "1", "--overwrite")).as(shell.err()).isZero();

    assertThat(parts()).isEqualTo("four\t1\n");
    assertThat(output.resolve("part-r-00001")).doesNotExist();
  }

  @Test
  void jobThatFailsLeavesTheOutputThatItWasToReplace() throws IOException {
    assertThat(run("wordcount")).as(shell.err()).isZero();
    String before = parts();

    assertThat(run("throws-at", "--set", "line=two", "--overwrite")).isEqualTo(1);

    assertThat(parts()).isEqualTo(before);
    assertThat(output.resolve("_SUCCESS")).exists();
    assertThat(output.resolve("_cobnut")).doesNotExist();
  }

  @Test
  void badPluginsAreToldAndDisturbNobody() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Files.copy(pluginsFolder.resolve("job-wordcount.jar"), plugins.resolve("a.jar"));
    Files.copy(pluginsFolder.resolve("job-wordcount.jar"), plugins.resolve("same-again.jar"));
    Files.writeString(plugins.resolve("no-jar.jar"), "no jar");
    PluginJars.withServices(plugins, "broken", "not a class name\n");
    PluginJars.withServices(plugins, "incomplete", "com.example.Missing\n");

    assertThat(runWith(plugins, "wordcount", "--reducers", "1")).as(shell.err()).isZero();

    assertThat(parts()).isEqualTo("one\t1\nthree\t4\ntwo\t3\n");
  }

  @Test
  void verifyingComparesWithTheReference() {
    assertThat(verify("wordcount", "--reducers", "3")).as(shell.err()).isZero();
    assertThat(shell.out()).isEqualTo("wordcount: equal, 3 parts, 20 B\n");
    assertThat(verify("sort", "--reducers", "2")).as(shell.err()).isZero();
    assertThat(verify("throws-at", "--set", "line=two", "--skip-bad-records"))
        .as(shell.err())
        .isZero();
    assertThat(shell.out()).startsWith("throws-at: equal, ");
    assertNothingButInputAndOutput();
  }

  @Test
  void verifyingNamesTheFirstDifference() {
    assertThat(verify("never-the-same", "--reducers", "1")).isEqualTo(1);

    assertThat(shell.out()).startsWith("never-the-same: different, first in part-r-00000 at byte ");
    assertNothingButInputAndOutput();
  }

  private int run(String job, String... more) {
    return runWith(pluginsFolder, job, more);
  }

  private int runWith(Path plugins, String job, String... more) {
    List<String> args = new ArrayList<>(List.of("run", job, "--input", input.toString()));
    args.addAll(List.of("--output", output.toString(), "--plugins", plugins.toString()));
    args.addAll(List.of(more));
    return shell.run(args.toArray(String[]::new));
  }

  private int verify(String job, String... more) {
    List<String> args = new ArrayList<>(List.of("verify", job, "--input", input.toString()));
    args.addAll(List.of("--plugins", pluginsFolder.toString()));
    args.addAll(List.of(more));
    return shell.run(args.toArray(String[]::new));
  }

  private void refused(String message, String job, String... more) {
    assertThat(run(job, more)).isEqualTo(2);
    assertThat(shell.err()).startsWith("error: ").contains(message);
    assertThat(Files.exists(output)).isFalse();
    assertNothingButInputAndOutput();
  }

  private String parts() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(output)) {
      for (Path part :
          files
              .filter(file -> file.getFileName().toString().startsWith("part-"))
              .sorted()
              .toList()) {
        text.append(Files.readString(part));
      }
    }
    return text.toString();
  }

  private void assertNothingButInputAndOutput() {
    assertThat(folder.toFile().list()).isSubsetOf("in", "out", "nothing", "sorted", "data");
    Path data = folder.resolve("data");
    if (Files.exists(data)) {
      assertThat(data).isEmptyDirectory();
    }
  }
}
