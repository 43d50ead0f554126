package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.local.LocalRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a sequential run writes, which is what every run must write. */
public final class Reference {
  private Reference() {}

  /** Compares a finished output with a sequential run, file by file, byte by byte. */
  public static void assertSame(
      Path output, MapReduceJob job, Map<String, String> parameters, Path input, int reducers)
      throws IOException {
    Path expected = Files.createTempDirectory(output.getParent(), "expected-");
    LocalRunner.of(job)
        .parameters(parameters)
        .inputs(List.of(input.toString()))
        .reducers(reducers)
        .runTo(expected);
    assertThat(output.resolve("_SUCCESS")).exists();
    assertThat(parts(output)).isEqualTo(parts(expected));
    for (String part : parts(expected)) {
      assertThat(output.resolve(part)).hasSameBinaryContentAs(expected.resolve(part));
    }
  }

  public static List<String> parts(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("part-"))
          .sorted()
          .toList();
    }
  }
}
