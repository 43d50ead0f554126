package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cobnut.cluster.jobs.PickyCount;
import dev.cobnut.job.local.LocalRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few records of a large input make map throw. */
@Timeout(240)
final class PoisonRecordIT {
  private static final int FILES = 3;
  private static final int LINES = 20_000;
  private static final int EACH = 7_001;
  private static final int REDUCERS = 3;
  private static final int SPLIT_BYTES = 64 << 10;

  @TempDir Path folder;
  private Path input;

  /** The bytes of each poisoned record, by file and offset. */
  private final Map<String, String> poison = new TreeMap<>();

  /** Splits are cut without regard to lines, and poison lies in several of them. */
  @BeforeEach
  void writeInput() throws IOException {
    input = Files.createDirectories(folder.resolve("input"));
    for (int file = 0; file < FILES; file++) {
      Path path = input.resolve("text-" + file + ".txt");
      StringBuilder text = new StringBuilder();
      for (int line = 0; line < LINES; line++) {
        boolean isPoison = (line + 100 * file) % EACH == EACH - 1 || line == LINES - 1;
        String words = isPoison ? "poison \u00e9 " + line : "w" + line % 977 + " v" + line % 31;
        String record = words + (line == LINES - 1 ? "" : "\n");
        if (isPoison) {
          // All letters before are ASCII, but for one in each poisoned line.
          long offset = text.toString().getBytes(StandardCharsets.UTF_8).length;
          poison.put(path + "@" + offset, record);
        }
        text.append(record);
      }
      Files.writeString(path, text);
    }
  }

  @Test
  void poisonIsSkippedCountedAndKeptOrFailsTheJobThatMayNotSkip() throws Exception {
    List<String> skippedInCluster;
    try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 2)) {
      PluginJars.write(folder.resolve("cluster/plugins/picky-count.jar"), PickyCount.class);
      failsWithoutSkipping(cluster);
      skippedInCluster = skips(cluster);
    }
    assertThat(runInOneProcess()).isEqualTo(skippedInCluster);
  }

  private void failsWithoutSkipping(TestCluster cluster) throws Exception {
    JsonNode job = run(cluster, "failed", false);

    assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("FAILED");
    assertThat(job.path("error").path("kind").asText()).isEqualTo("bad-record");
    String message = job.path("error").path("message").asText();
    assertThat(poison.keySet())
        .as(message)
        .anyMatch(place -> message.contains("map at " + place.replace("@", " at byte ") + ": "));
    assertThat(message).contains("IllegalStateException: poisoned");
    // It is cleared away when the failure is in the journal; whoever asks hears of that first.
    Await.until(
        "a failed job's output to go",
        Duration.ofSeconds(20),
        () -> !Files.exists(folder.resolve("failed")));
  }

  private List<String> skips(TestCluster cluster) throws Exception {
    JsonNode job = run(cluster, "out", true);

    assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
    assertThat(job.path("progress").path("map").path("total").asInt()).isGreaterThan(FILES);
    assertThat(job.path("skippedRecords").asInt()).isEqualTo(poison.size());
    JsonNode counters = job.path("counters");
    assertThat(counters.path("cobnut.mapSkippedRecords").asInt()).isEqualTo(poison.size());
    assertThat(counters.path("cobnut.mapInputRecords").asInt())
        .isEqualTo(FILES * LINES - poison.size());
    assertThat(counters.path("seen").asInt()).isEqualTo(FILES * LINES - poison.size());
    assertSameAsTheReference(folder.resolve("out"));
    List<String> skipped = Files.readAllLines(folder.resolve("out/_skipped"));
    assertSkipped(skipped);
    return skipped;
  }

  private void assertSkipped(List<String> lines) throws IOException {
    Map<String, String> found = new TreeMap<>();
    List<String> tasks = new ArrayList<>();
    for (String line : lines) {
      JsonNode skipped = new ObjectMapper().readTree(line);
      String record = skipped.path("record").asText();
      found.put(skipped.path("file").asText() + "@" + skipped.path("offset").asLong(), record);
      tasks.add(skipped.path("task").asText());
      assertThat(skipped.path("bytes").asInt())
          .isEqualTo(record.getBytes(StandardCharsets.UTF_8).length);
      assertThat(skipped.path("error").asText())
          .isEqualTo("java.lang.IllegalStateException: poisoned");
    }
    assertThat(found).isEqualTo(poison);
    assertThat(lines).hasSameSizeAs(poison.keySet());
    assertThat(tasks).isSorted();
  }

  private JsonNode run(TestCluster cluster, String output, boolean skips) throws Exception {
    Map<String, Object> submission = new HashMap<>();
    submission.put("job", "picky-count");
    submission.put("input", List.of(input.toString()));
    submission.put("output", folder.resolve(output).toString());
    submission.put("reducers", REDUCERS);
    submission.put("splitBytes", SPLIT_BYTES);
    submission.put("skipBadRecords", skips);
    return cluster.awaitEnd(Submission.of(cluster, submission));
  }

  private List<String> runInOneProcess() throws Exception {
    Cli.Result result =
        Cli.cobnut(
            folder,
            "run",
            "picky-count",
            "--input",
            input.toString(),
            "--output",
            "embedded",
            "--reducers",
            Integer.toString(REDUCERS),
            "--split-bytes",
            Integer.toString(SPLIT_BYTES),
            "--plugins",
            folder.resolve("cluster/plugins").toString(),
            "--skip-bad-records");

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .contains("skipped  " + poison.size() + " records, listed in embedded/_skipped");
    assertSameAsTheReference(folder.resolve("embedded"));
    return Files.readAllLines(folder.resolve("embedded/_skipped"));
  }

  private void assertSameAsTheReference(Path output) throws IOException {
    Path expected = Files.createTempDirectory(folder, "expected-");
    LocalRunner.of(new PickyCount())
        .inputs(List.of(input.toString()))
        .reducers(REDUCERS)
        .skipBadRecords(true)
        .runTo(expected);
    assertThat(Reference.parts(output)).hasSize(REDUCERS).isEqualTo(Reference.parts(expected));
    for (String part : Reference.parts(expected)) {
      assertThat(output.resolve(part)).hasSameBinaryContentAs(expected.resolve(part));
      assertThat(output.resolve(part)).content().doesNotContain("poison");
    }
    assertThat(output.resolve("_SUCCESS")).exists();
  }
}
