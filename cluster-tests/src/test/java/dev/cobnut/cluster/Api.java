package dev.cobnut.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The HTTP API of one node, as a client sees it. */
final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final int port;

  Api(int port) {
    this.port = port;
  }

  /** An answer: its status and its document. */
  record Answer(int status, JsonNode body) {}

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE().build());
  }

  Answer post(String path, Object document) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(document)))
            .build());
  }

  /** Submits a job and returns its id. */
  String submit(Map<String, Object> job) throws IOException, InterruptedException {
    Answer answer = post("/api/v1/jobs", job);
    if (answer.status() != 202) {
      throw new AssertionError("submit: " + answer + " (expected: 202)");
    }
    return answer.body().get("id").asText();
  }

  /** What a list holds. */
  List<JsonNode> items(String path) throws IOException, InterruptedException {
    List<JsonNode> items = new ArrayList<>();
    get(path).body().path("items").forEach(items::add);
    return items;
  }

  JsonNode job(String id) throws IOException, InterruptedException {
    return get("/api/v1/jobs/" + id).body();
  }

  /** Waits until the job has ended and returns its document. */
  JsonNode awaitEnd(String id) throws InterruptedException {
    return Await.value(
        "the end of job " + id,
        Duration.ofMinutes(3),
        () -> {
          JsonNode job = job(id);
          String state = job.path("state").asText();
          return state.equals("SUCCEEDED") || state.equals("FAILED") || state.equals("CANCELLED")
              ? job
              : null;
        });
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10));
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    String body = response.body();
    return new Answer(
        response.statusCode(), body.isEmpty() ? JSON.nullNode() : JSON.readTree(body));
  }
}
