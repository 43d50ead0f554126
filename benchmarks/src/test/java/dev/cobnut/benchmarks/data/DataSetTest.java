package dev.cobnut.benchmarks.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataSetTest {
  private static final Path NO_KERNEL = Path.of("none");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TEXT")
  void sameArgumentsGiveTheSameBytes(DataSet set) throws Exception {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path other = Files.createDirectory(folder.resolve("other"));

    set.write(one, 0.001, NO_KERNEL);
    set.write(other, 0.001, NO_KERNEL);

    assertThat(names(one)).isNotEmpty().isEqualTo(names(other));
    assertThat(bytes(one)).isEqualTo(bytes(other));
  }

  /** Made by the programs in C with which the first figures were taken. */
  @Test
  void recordsStayWhatTheyWere() throws Exception {
    Records.write(folder, 1000, 4);

    assertThat(sha256())
        .isEqualTo("0b71ef1d1d31ddc7b241d386ef003f59b726c90a3f08530aa4e1e885f05c99ec");
  }

  /** Likewise. */
  @Test
  void logsStayWhatTheyWere() throws Exception {
    AccessLogs.write(folder, 50_000, 4);

    assertThat(sha256())
        .isEqualTo("4c7abe9e51be302cd2d8a606a3510f40aca8ed4eca88cfdb6210a46a9c146ba7");
  }

  @Test
  void recordsAreOfOneLengthAndNumberedInOrder() throws IOException {
    Records.write(folder, 100, 3);

    byte[] bytes = bytes(folder);
    assertThat(bytes).hasSize(100 * 100);
    String last = new String(bytes, bytes.length - 100, 100, US_ASCII);
    assertThat(last).endsWith("\r\n").contains("  00000000000000000000000000000063  ");
  }

  @Test
  void zipfWordsOccurByTheirRank() throws IOException {
    ZipfText.write(folder, 1 << 20, 2);

    String text = new String(bytes(folder), US_ASCII);
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    Map<String, Long> counts =
        Arrays.stream(text.split("\\s", -1))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
    List<Long> most = counts.values().stream().sorted((a, b) -> Long.compare(b, a)).toList();
    double words = most.stream().mapToLong(Long::longValue).sum();
    double harmonic = Math.log(500_000) + 0.5772;
    assertThat(most.get(0) / words * harmonic).isBetween(0.95, 1.05);
    assertThat(most.get(9) / words * harmonic * 10).isBetween(0.9, 1.1);
    assertThat(text.length() / words).isBetween(6.8, 7.2);
  }

  @Test
  void filesAreCutAtTheEndOfTheLineThatFillsThem() throws IOException {
    ZipfText.write(folder, 1000, 3);

    for (Path file : files(folder)) {
      String text = Files.readString(file);
      int lastLine = text.lastIndexOf('\n', text.length() - 2) + 1;
      assertThat(text).endsWith("\n");
      assertThat(text.length()).isGreaterThanOrEqualTo(1000);
      assertThat(lastLine).isLessThan(1000);
    }
  }

  private String sha256() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(folder));
    return HexFormat.of().formatHex(digest);
  }

  private static List<String> names(Path folder) throws IOException {
    return files(folder).stream().map(file -> file.getFileName().toString()).toList();
  }

  private static byte[] bytes(Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Path file : files(folder)) {
      bytes.write(Files.readAllBytes(file));
    }
    return bytes.toByteArray();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
