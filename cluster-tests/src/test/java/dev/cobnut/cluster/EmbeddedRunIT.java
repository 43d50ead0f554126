package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs in one process of the real jar, as a user runs them. */
@Timeout(240)
final class EmbeddedRunIT {
  private static final int KEYS = 2_000_000;

  @TempDir Path folder;

  @Test
  void numberOfReducersDoesNotChangeWhatIsCounted() throws Exception {
    Texts.write(folder.resolve("input"), 20, 500);
    List<String> expected = sortedLines(count("one", 1));

    assertThat(expected).hasSizeGreaterThan(1_000);
    assertThat(sortedLines(count("three", 3))).isEqualTo(expected);
    assertThat(sortedLines(count("seven", 7))).isEqualTo(expected);
  }

  @Test
  void outputOfOneJobIsInputOfAnother() throws Exception {
    Texts.write(folder.resolve("input"), 20, 500);
    Path counts = count("counts", 3);

    run(List.of(), "sort", "--input", "counts", "--output", "sorted", "--reducers", "4");

    assertThat(lines(folder.resolve("sorted"))).isEqualTo(sortedLines(counts));
  }

  @Test
  void verifyFindsARunEqualToItsReference() throws Exception {
    Texts.write(folder.resolve("input"), 20, 500);

    Cli.Result result = Cli.cobnut(folder, "verify", "inverted-index", "--input", "input");

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("equal");
  }

  /** Two million keys take up several times the heap, once they are objects. */
  @Test
  void moreKeysThanTheHeapHoldsAreCounted() throws Exception {
    Files.createDirectory(folder.resolve("input"));
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("input/keys.txt"))) {
      for (long key = 0; key < KEYS; key++) {
        out.write("k" + Long.toHexString(key * 0x9E3779B97F4A7C15L) + "\n");
      }
    }

    run(List.of("-Xmx64m"), "wordcount", "--input", "input", "--output", "out");

    assertThat(lines(folder.resolve("out"))).hasSize(KEYS).allMatch(line -> line.endsWith("\t1"));
  }

  private Path count(String output, int reducers) throws Exception {
    run(
        List.of(),
        "wordcount",
        "--input",
        "input",
        "--output",
        output,
        "--reducers",
        Integer.toString(reducers));
    assertThat(Reference.parts(folder.resolve(output))).hasSize(reducers);
    return folder.resolve(output);
  }

  private void run(List<String> jvmOptions, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Jar.java()));
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", Jar.path().toString(), "run"));
    command.addAll(List.of(arguments));
    Cli.Result result = Cli.run(folder, command);
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
  }

  private static List<String> sortedLines(Path output) throws Exception {
    return lines(output).stream().sorted().toList();
  }

  private static List<String> lines(Path output) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String part : Reference.parts(output)) {
      lines.addAll(Files.readAllLines(output.resolve(part), StandardCharsets.UTF_8));
    }
    return lines;
  }
}
