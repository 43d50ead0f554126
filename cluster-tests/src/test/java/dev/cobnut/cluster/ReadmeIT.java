package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example of the README, typed in and run as it stands there. */
final class ReadmeIT {
  @TempDir Path folder;

  @Test
  void exampleJobOfTheReadmeBuildsAndRuns() throws Exception {
    String readme = Files.readString(Path.of("../README.md"));
    Files.writeString(
        folder.resolve("LongestLine.java"), block(readme, "example: LongestLine.java"));
    link();
    Files.createDirectories(folder.resolve("docs"));
    Files.writeString(folder.resolve("docs/a.md"), "one\nthree\n");
    Files.writeString(folder.resolve("docs/b.md"), "seventeen bytes..\n\n");

    Cli.Result result = Cli.run(folder, script(block(readme, "example: commands")));

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    StringBuilder output = new StringBuilder();
    for (String part : Reference.parts(folder.resolve("longest"))) {
      output.append(Files.readString(folder.resolve("longest").resolve(part)));
    }
    assertThat(output.toString().lines()).containsExactlyInAnyOrder("a.md\t5", "b.md\t17");
  }

  @Test
  void moreCommandsOfTheReadmeDoWhatTheySay() throws Exception {
    String readme = Files.readString(Path.of("../README.md"));
    link();
    Files.writeString(folder.resolve("README.md"), readme);
    Texts.write(folder.resolve("docs"), 2, 20);
    String first = "./cobnut run wordcount --input README.md --output out\n";

    Cli.Result result = Cli.run(folder, script(first + block(readme, "example: more commands")));

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(Files.readString(folder.resolve("matches/part-r-00000"))).isNotEmpty();
    assertThat(Reference.parts(folder.resolve("sorted"))).hasSize(3);
    assertThat(result.out()).contains("wordcount: equal");
  }

  @Test
  void programOfTheReadmeSubmitsOverTheBus() throws Exception {
    String readme = Files.readString(Path.of("../README.md"));
    Path input = Texts.write(folder.resolve("docs"), 3, 100);
    link();
    try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 1)) {
      Files.writeString(
          folder.resolve("SubmitOverTheBus.java"),
          block(readme, "example: SubmitOverTheBus.java")
              .replace("\"cobnut\"", "\"" + cluster.name() + "\"")
              .replace("127.0.0.1:5701", "127.0.0.1:" + cluster.memberPort())
              .replace("5710", Integer.toString(cluster.freePort())));
      Files.createDirectories(folder.resolve("demo"));

      Cli.Result result = Cli.run(folder, script(block(readme, "example: bus commands")));

      assertThat(result.exit()).as(result.out() + result.err()).isZero();
      String id = result.out().lines().reduce((first, last) -> last).orElseThrow();
      assertThat(cluster.awaitEnd(id).path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(input.resolveSibling("out-bus").resolve("_SUCCESS")).exists();
    }
  }

  private void link() throws IOException {
    Files.createDirectories(folder.resolve("app/target"));
    Files.createSymbolicLink(folder.resolve("app/target/cobnut.jar"), Jar.path());
  }

  /** Runs the commands with the JDK and the jar of this test. */
  private static List<String> script(String commands) {
    Path java = Path.of(Jar.java());
    return List.of(
        "bash",
        "-e",
        "-c",
        "PATH="
            + java.getParent()
            + ":$PATH\n"
            + commands.replace("./cobnut", "java -jar app/target/cobnut.jar"));
  }

  /** The fenced block that follows a mark in a comment. */
  private static String block(String text, String mark) {
    Matcher matcher =
        Pattern.compile("<!-- " + Pattern.quote(mark) + " -->\n```[a-z]*\n(.*?)```", Pattern.DOTALL)
            .matcher(text);
    assertThat(matcher.find()).as("the block <!-- %s --> in the README", mark).isTrue();
    return matcher.group(1);
  }
}
