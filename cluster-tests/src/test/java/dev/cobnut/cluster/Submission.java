package dev.cobnut.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Submissions that several tests make. */
final class Submission {
  private Submission() {}

  /**
   * Submits a gated count, once the plugin that was just dropped is known, and returns the job's
   * id.
   */
  static String gated(
      TestCluster cluster, Path input, Path output, int reducers, Map<String, String> parameters)
      throws InterruptedException {
    Map<String, Object> document =
        Map.of(
            "job",
            "gated-count",
            "input",
            List.of(input.toString()),
            "output",
            output.toString(),
            "reducers",
            reducers,
            "parameters",
            parameters);
    return of(cluster, document);
  }

  /** Submits a job, once the plugin that was just dropped is known, and returns its id. */
  static String of(TestCluster cluster, Map<String, Object> document) throws InterruptedException {
    return Await.value(
        "the job " + document.get("job") + " in the plugins",
        Duration.ofSeconds(20),
        () -> {
          Api.Answer answer = cluster.api().post("/api/v1/jobs", document);
          if (answer.status() == 202) {
            return answer.body().get("id").asText();
          }
          throw new IOException("answer: " + answer);
        });
  }
}
