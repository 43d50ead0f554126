package dev.cobnut.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.master.TestCluster;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP API over a real master and a worker whose attempts succeed at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpApiTest {
  @TempDir static Path folder;
  private TestCluster cluster;
  private HttpProbe http;

  @BeforeAll
  void start() throws Exception {
    cluster = new TestCluster(folder, Map.of());
    http = new HttpProbe(cluster.addHttp("node"), folder);
    cluster.addMaster("node");
    cluster.addReadyWorker("worker", 2);
    http.awaitWorkers(1);
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  private List<String> published(String output) throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve(output))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void awaitTidy(String output) throws Exception {
    while (Files.exists(folder.resolve(output).resolve("_cobnut"))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void submittedJobRunsToItsPublishedOutput() throws Exception {
    HttpResponse<String> accepted = http.submit(http.submission("happy").put("reducers", 3));

    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String id = new JsonObject(accepted.body()).getString("id");
    assertThat(accepted.headers().firstValue("Location")).contains("/api/v1/jobs/" + id);
    JsonObject job = http.awaitState(id, "SUCCEEDED");
    awaitTidy("happy");
    assertThat(published("happy"))
        .containsExactly(
            "_SUCCESS", "_manifest.json", "part-r-00000", "part-r-00001", "part-r-00002");
    assertThat(job.getJsonObject("progress").getDouble("percent")).isEqualTo(100.0);
    assertThat(job.getJsonObject("progress").getJsonObject("reduce").getInteger("completed"))
        .isEqualTo(3);
    assertThat(job.getJsonObject("counters").getLong("map.records")).isEqualTo(1);
    assertThat(job.getString("endedAt")).endsWith("Z");
    assertThat(job.getValue("error")).isNull();
    assertThat(job.getJsonObject("plugin").getString("sha256")).hasSize(64);
  }

  @Test
  void readerThatWaitsIsToldTheEnd() throws Exception {
    String id = http.accepted(http.submission("waited-for")).getString("id");

    JsonObject told = http.getJson("/api/v1/jobs/" + id + "?waitMs=60000");
    JsonObject again = http.getJson("/api/v1/jobs/" + id + "?waitMs=60000");

    assertThat(told.getString("state")).isEqualTo("SUCCEEDED");
    assertThat(again).isEqualTo(told);
  }

  @Test
  void reducersAreTheClustersSlotsWhereNoneAreGiven() throws Exception {
    JsonObject job = http.accepted(http.submission("default-reducers"));

    assertThat(job.getInteger("reducers")).isEqualTo(2);
    http.awaitState(job.getString("id"), "SUCCEEDED");
  }

  @Test
  void emptyInputGivesEmptyParts() throws Exception {
    Files.createDirectory(folder.resolve("empty"));
    JsonObject job =
        http.accepted(
            http.submission("of-empty").put("input", List.of(folder.resolve("empty").toString())));

    http.awaitState(job.getString("id"), "SUCCEEDED");
    assertThat(published("of-empty")).contains("_SUCCESS", "part-r-00000");
  }

  @Test
  void outputListsThePartsWithTheirSizes() throws Exception {
    String id = http.accepted(http.submission("listed").put("reducers", 3)).getString("id");
    http.awaitState(id, "SUCCEEDED");

    JsonObject first = http.getJson("/api/v1/jobs/" + id + "/output?limit=2");
    JsonObject rest =
        http.getJson("/api/v1/jobs/" + id + "/output?after=" + first.getString("next"));

    assertThat(HttpProbe.names(first)).containsExactly("part-r-00000", "part-r-00001");
    assertThat(HttpProbe.names(rest)).containsExactly("part-r-00002");
    assertThat(rest.getString("next")).isNull();
    assertThat(rest.getJsonArray("items").getJsonObject(0).getLong("bytes"))
        .isEqualTo(Files.size(folder.resolve("listed/part-r-00002")));
  }

  @Test
  void tasksTellTheirAttempts() throws Exception {
    String id = http.accepted(http.submission("tasks").put("reducers", 1)).getString("id");
    http.awaitState(id, "SUCCEEDED");

    JsonObject tasks = http.getJson("/api/v1/jobs/" + id + "/tasks");

    assertThat(tasks.getJsonArray("items")).hasSize(2);
    JsonObject map = tasks.getJsonArray("items").getJsonObject(0);
    assertThat(map.getString("id")).isEqualTo("s0-m-00000");
    assertThat(map.getString("kind")).isEqualTo("map");
    assertThat(map.getString("state")).isEqualTo("completed");
    JsonObject attempt = map.getJsonArray("attempts").getJsonObject(0);
    assertThat(attempt.getInteger("number")).isEqualTo(1);
    assertThat(attempt.getString("node")).isEqualTo("worker");
    assertThat(attempt.getString("state")).isEqualTo("succeeded");
  }

  @Test
  void tasksComeInPieces() throws Exception {
    String id = http.accepted(http.submission("pieces").put("reducers", 3)).getString("id");
    http.awaitState(id, "SUCCEEDED");

    JsonObject first = http.getJson("/api/v1/jobs/" + id + "/tasks?limit=3");
    JsonObject rest =
        http.getJson("/api/v1/jobs/" + id + "/tasks?after=" + first.getString("next"));

    assertThat(first.getString("next")).isEqualTo("s0-r-00001");
    assertThat(rest.getJsonArray("items").getJsonObject(0).getString("id")).isEqualTo("s0-r-00002");
  }

  @Test
  void jobsAreListedNewestFirstInPiecesAndByState() throws Exception {
    String one = http.accepted(http.submission("list-1")).getString("id");
    http.awaitState(one, "SUCCEEDED");
    String two = http.accepted(http.submission("list-2")).getString("id");
    http.awaitState(two, "SUCCEEDED");

    JsonObject first = http.getJson("/api/v1/jobs?limit=1&state=SUCCEEDED");
    JsonObject second =
        http.getJson("/api/v1/jobs?limit=1&state=SUCCEEDED&after=" + first.getString("next"));

    assertThat(first.getJsonArray("items").getJsonObject(0).getString("id")).isEqualTo(two);
    assertThat(second.getJsonArray("items").getJsonObject(0).getString("id")).isEqualTo(one);
    assertThat(http.getJson("/api/v1/jobs?state=FAILED").getJsonArray("items")).isEmpty();
  }

  @Test
  void sameIdempotencyKeyGivesTheSameJob() throws Exception {
    JsonObject submission = http.submission("same-key");
    HttpResponse<String> first = http.submit(submission, "key-1");
    HttpResponse<String> again = http.submit(submission, "key-1");
    HttpResponse<String> other = http.submit(submission.copy().put("reducers", 7), "key-1");

    assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
    assertThat(new JsonObject(again.body()).getString("id"))
        .isEqualTo(new JsonObject(first.body()).getString("id"));
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("Idempotency-Key");
  }

  @Test
  void sameIdempotencyKeyAtOnceGivesTheSameJob() throws Exception {
    for (int round = 0; round < 10; round++) {
      JsonObject submission = http.submission("at-once-" + round);
      String key = "key-at-once-" + round;
      List<CompletableFuture<HttpResponse<String>>> answers =
          Stream.generate(() -> http.submitLater(submission, key)).limit(8).toList();
      Set<String> ids = new TreeSet<>();
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(202);
        ids.add(new JsonObject(answer.get().body()).getString("id"));
      }
      assertThat(ids).hasSize(1);
    }
  }

  @Test
  void endedJobIsNotCancelled() throws Exception {
    String id = http.accepted(http.submission("ended")).getString("id");
    http.awaitState(id, "SUCCEEDED");

    HttpResponse<String> refused = http.send(http.to("/api/v1/jobs/" + id).DELETE());

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(new JsonObject(refused.body()).getString("state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void eventsTellAJobUntilItHasEnded() throws Exception {
    String id = http.accepted(http.submission("events")).getString("id");

    HttpResponse<String> stream = http.get("/api/v1/jobs/" + id + "/events");

    assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
    List<String> data = stream.body().lines().filter(line -> line.startsWith("data: ")).toList();
    JsonObject last = new JsonObject(data.get(data.size() - 1).substring("data: ".length()));
    assertThat(last.getString("state")).isEqualTo("SUCCEEDED");
    assertThat(last.getString("id")).isEqualTo(id);
  }

  @Test
  void readerThatComesBackIsNotToldAgainWhatStillHolds() throws Exception {
    String id = http.accepted(http.submission("events-again")).getString("id");
    http.awaitState(id, "SUCCEEDED");
    String stream = http.get("/api/v1/jobs/" + id + "/events").body();
    String eventId =
        stream.lines().filter(line -> line.startsWith("id: ")).findFirst().orElseThrow();

    HttpResponse<String> again =
        http.send(
            http.to("/api/v1/jobs/" + id + "/events")
                .header("Last-Event-ID", eventId.substring("id: ".length())));

    assertThat(again.body()).doesNotContain("data: ");
  }

  @Test
  void clusterTellsMasterAndMembers() throws Exception {
    JsonObject told = http.getJson("/api/v1/cluster");

    assertThat(told.getJsonObject("master").getString("node")).isEqualTo("node");
    assertThat(told.getJsonObject("master").getLong("term")).isPositive();
    assertThat(told.getJsonArray("members").getJsonObject(1).encode())
        .isEqualTo("{\"node\":\"worker\",\"roles\":[\"worker\"]}");
  }

  @Test
  void pluginsTellTheirJobsAndParameters() throws Exception {
    JsonObject plugin = http.getJson("/api/v1/plugins").getJsonArray("items").getJsonObject(0);

    JsonObject job = plugin.getJsonArray("jobs").getJsonObject(0);
    assertThat(job.getString("name")).isEqualTo("test-job");
    assertThat(job.getJsonArray("parameters").getJsonObject(0).getBoolean("required")).isTrue();
    assertThat(job.getJsonArray("parameters").getJsonObject(1).getString("default")).isEqualTo("3");
  }

  @Test
  void healthIsTold() throws Exception {
    assertThat(http.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(http.get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void headIsAnsweredWithoutABody() throws Exception {
    HttpResponse<String> answer =
        http.send(http.to("/api/v1/cluster").method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void workerThatDrainsSaysSo() throws Exception {
    cluster.addReadyWorker("drained", 1);
    http.awaitWorkers(2);

    HttpResponse<String> answer =
        http.send(
            http.to("/api/v1/workers/drained-life/drain")
                .POST(HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(new JsonObject(answer.body()).getString("state")).isEqualTo("draining");
  }
}
