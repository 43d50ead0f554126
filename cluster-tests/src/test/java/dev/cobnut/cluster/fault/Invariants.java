package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.NodeProcess;
import dev.cobnut.job.local.LocalResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What must hold after any fault. I1: the bytes are those of a sequential run. I2: the manifest has
 * one attempt for each partition, with the right checksum. I3: {@code _SUCCESS} implies a whole
 * manifest. I4: nothing else is to be seen. I5: see {@link Offices}. I6: a job ends in time, which
 * {@link FaultRun} sees to. I7: nothing is left behind. I8: the counters are those of a sequential
 * run.
 */
final class Invariants {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CLEAN_UP = Duration.ofSeconds(60);

  private Invariants() {}

  /** I1 to I4, and I8. */
  static void checkSucceeded(FaultJob.Spec spec, JsonNode job, SequentialRuns.Run reference)
      throws IOException {
    assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("SUCCEEDED");
    Path expected = reference.output();
    assertThat(spec.output().resolve("_SUCCESS")).as("I3").exists();
    List<String> parts = names(expected);
    List<String> visible = new ArrayList<>(parts);
    visible.addAll(List.of("_SUCCESS", "_manifest.json"));
    assertThat(names(spec.output())).as("I4: what is seen").hasSameElementsAs(visible);
    for (String part : parts) {
      assertThat(spec.output().resolve(part))
          .as("I1: bytes of %s", part)
          .hasSameBinaryContentAs(expected.resolve(part));
    }
    checkManifest(spec);
    checkCounters(job, reference.result());
  }

  /** I2. */
  private static void checkManifest(FaultJob.Spec spec) throws IOException {
    JsonNode parts = JSON.readTree(spec.output().resolve("_manifest.json").toFile()).path("parts");
    assertThat(parts.size()).as("I2: parts in the manifest").isEqualTo(spec.reducers());
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode part : parts) {
      String name = part.path("name").asText();
      assertThat(names.add(name)).as("I2: %s is there once", name).isTrue();
      byte[] bytes = Files.readAllBytes(spec.output().resolve(name));
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      assertThat(part.path("bytes").asLong()).as("I2: bytes of %s", name).isEqualTo(bytes.length);
      assertThat(part.path("crc32c").asText())
          .as("I2: crc32c of %s", name)
          .isEqualTo("%08x".formatted((int) crc.getValue()));
      assertThat(part.path("attempt").asText()).as("I2: attempt of %s", name).isNotEmpty();
    }
  }

  /** I8. */
  private static void checkCounters(JsonNode job, LocalResult reference) {
    Map<String, Long> expected = new TreeMap<>(reference.counters());
    expected.put("cobnut.mapInputRecords", reference.recordsRead());
    expected.put("cobnut.mapOutputRecords", reference.pairsEmitted());
    expected.put("cobnut.reduceInputRecords", reference.pairsEmitted());
    expected.put("cobnut.reduceInputGroups", reference.keys());
    expected.put("cobnut.reduceOutputRecords", reference.pairsWritten());
    expected.put("cobnut.reduceOutputBytes", reference.bytesWritten());
    Map<String, Long> found = new TreeMap<>();
    expected.keySet().forEach(name -> found.put(name, job.path("counters").path(name).asLong(-1)));
    assertThat(found).as("I8: counters of %s", job.path("counters")).isEqualTo(expected);
  }

  /** I5. */
  static void checkTerms(List<NodeProcess> nodes) throws IOException {
    Offices.of(nodes).check();
  }

  /** How many terms there were. */
  static int terms(List<NodeProcess> nodes) throws IOException {
    return Offices.of(nodes).size();
  }

  /** I7, for one job: nothing of it under the output, nor on the disks of the nodes that live. */
  static void checkNothingLeaks(FaultCluster cluster, FaultJob.Spec spec, String job)
      throws InterruptedException {
    checkNothingOfOutput(spec);
    for (NodeProcess node : cluster.alive()) {
      awaitEnd(cluster.jobFiles(node).resolve(job));
    }
  }

  /** I7, under the output alone. */
  static void checkNothingOfOutput(FaultJob.Spec spec) throws InterruptedException {
    awaitEnd(spec.output().resolve("_cobnut"));
  }

  private static void awaitEnd(Path folder) throws InterruptedException {
    Await.until("I7: the end of " + folder, CLEAN_UP, () -> Files.notExists(folder));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("_cobnut"))
          .sorted()
          .toList();
    }
  }
}
