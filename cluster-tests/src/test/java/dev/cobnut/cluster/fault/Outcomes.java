package dev.cobnut.cluster.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What tests of faults saw, a file for each test in {@code target/faults}. */
final class Outcomes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Outcomes() {}

  /**
   * What one test saw.
   *
   * @param outcome passed, failed, or skipped
   */
  record Outcome(int row, String part, String test, String outcome, String seen) {}

  static void write(Outcome outcome) throws IOException {
    ObjectNode json =
        JSON.createObjectNode()
            .put("row", outcome.row())
            .put("part", outcome.part())
            .put("test", outcome.test())
            .put("outcome", outcome.outcome())
            .put("seen", outcome.seen());
    Path folder = Files.createDirectories(FaultRecorder.folder());
    Files.writeString(folder.resolve(outcome.test() + ".json"), json.toPrettyString() + "\n");
  }

  /** All of them, by row. */
  static List<Outcome> read() throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    if (Files.isDirectory(FaultRecorder.folder())) {
      try (Stream<Path> files = Files.list(FaultRecorder.folder())) {
        for (Path file :
            files.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
          JsonNode json = JSON.readTree(file.toFile());
          outcomes.add(
              new Outcome(
                  json.path("row").asInt(),
                  json.path("part").asText(),
                  json.path("test").asText(),
                  json.path("outcome").asText(),
                  json.path("seen").asText()));
        }
      }
    }
    outcomes.sort(
        Comparator.comparingInt(Outcome::row)
            .thenComparing(Outcome::part)
            .thenComparing(Outcome::test));
    return outcomes;
  }
}
