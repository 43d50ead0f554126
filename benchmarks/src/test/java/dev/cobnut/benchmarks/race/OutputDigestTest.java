package dev.cobnut.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDigestTest {
  @TempDir Path folder;

  @Test
  void orderAndCutOfLinesDoNotCount() throws IOException {
    String one = lines(Map.of("part-0", "a\t1\nb\t2\n", "part-1", "c\t3\n"));

    assertThat(lines(Map.of("x", "c\t3\nb\t2\n", "y", "", "z", "a\t1\n"))).isEqualTo(one);
    assertThat(lines(Map.of("part-0", "a\t1\nb\t2\nc\t4\n"))).isNotEqualTo(one);
    assertThat(lines(Map.of("part-0", "a\t1\nb\t2\n"))).isNotEqualTo(one);
    assertThat(lines(Map.of("part-0", "a\t1\nb\t2\nc\t3\nc\t3\n"))).isNotEqualTo(one);
  }

  @Test
  void marksAndHiddenFilesAreNotOutput() throws IOException {
    String one = lines(Map.of("part-0", "a\n"));

    Map<String, String> more =
        Map.of("part-0", "a\n", ".part-0.crc", "x\n", "_SUCCESS", "x\n", "_work/part-0", "x\n");
    assertThat(lines(more)).isEqualTo(one);
  }

  @Test
  void orderOfSortedRecordsCounts() throws IOException {
    String one = sequence(Map.of("b", "0000000001x", "a", "0000000002y"));

    assertThat(sequence(Map.of("c", "0000000001x0000000002y"))).isEqualTo(one);
    assertThat(sequence(Map.of("c", "0000000002y0000000001x"))).isNotEqualTo(one);
  }

  @Test
  void partsAreTheirNamesAndBytesAlone() throws IOException {
    String one = parts(Map.of("part-r-0", "a\n", "part-r-1", "b\n"));

    assertThat(parts(Map.of("part-r-0", "a\n", "part-r-1", "b\n", "_SUCCESS", ""))).isEqualTo(one);
    assertThat(parts(Map.of("part-r-0", "b\n", "part-r-1", "a\n"))).isNotEqualTo(one);
    assertThat(parts(Map.of("part-r-0", "a\nb\n", "part-r-1", ""))).isNotEqualTo(one);
    assertThat(parts(Map.of("part-r-0", "a\n", "part-r-2", "b\n"))).isNotEqualTo(one);
  }

  private String parts(Map<String, String> files) throws IOException {
    return OutputDigest.ofParts(output(files));
  }

  private String lines(Map<String, String> files) throws IOException {
    return OutputDigest.of(output(files), false);
  }

  private String sequence(Map<String, String> files) throws IOException {
    return OutputDigest.of(output(files), true);
  }

  private Path output(Map<String, String> files) throws IOException {
    Path output = Files.createTempDirectory(folder, "output");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = output.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return output;
  }
}
