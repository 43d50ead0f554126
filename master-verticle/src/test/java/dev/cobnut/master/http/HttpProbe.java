package dev.cobnut.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client of the HTTP API that asks and looks. */
final class HttpProbe {
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;
  private final Path folder;

  /** Looks at a port; inputs and outputs lie in a folder. */
  HttpProbe(int port, Path folder) throws IOException {
    this.port = port;
    this.folder = folder;
    Files.writeString(folder.resolve("input.txt"), "a b c\n");
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(to(path).GET());
  }

  /** The answer to a question that waits for it. */
  CompletableFuture<HttpResponse<String>> getLater(String path) {
    return client.sendAsync(to(path).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  JsonObject getJson(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  /** A submission that is right. */
  JsonObject submission(String output) {
    return new JsonObject()
        .put("job", "test-job")
        .put("input", new JsonArray().add(folder.resolve("input.txt").toString()))
        .put("output", folder.resolve(output).toString())
        .put("parameters", new JsonObject().put("pattern", "x"));
  }

  HttpResponse<String> submit(JsonObject submission) throws Exception {
    return post("application/json", submission.encode());
  }

  HttpResponse<String> submit(JsonObject submission, String idempotencyKey) throws Exception {
    return send(withKey(submission, idempotencyKey));
  }

  /** The answer to a submission that isn't waited for. */
  CompletableFuture<HttpResponse<String>> submitLater(
      JsonObject submission, String idempotencyKey) {
    return client.sendAsync(
        withKey(submission, idempotencyKey).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder withKey(JsonObject submission, String idempotencyKey) {
    return to("/api/v1/jobs")
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", idempotencyKey)
        .POST(HttpRequest.BodyPublishers.ofString(submission.encode()));
  }

  HttpResponse<String> post(String contentType, String body) throws Exception {
    return send(
        to("/api/v1/jobs")
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** The answer to bytes that needn't be HTTP, up to the end of a document. */
  String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      StringBuilder answer = new StringBuilder();
      for (int next = in.read(); next >= 0; next = in.read()) {
        answer.append((char) next);
        if (answer.length() > 1 && answer.substring(answer.length() - 2).equals("}\n")) {
          break;
        }
      }
      return answer.toString();
    }
  }

  JsonObject accepted(JsonObject submission) throws Exception {
    HttpResponse<String> answer = submit(submission);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return new JsonObject(answer.body());
  }

  JsonObject job(String id) throws Exception {
    return getJson("/api/v1/jobs/" + id);
  }

  JsonObject awaitState(String id, String state) throws Exception {
    JsonObject job = job(id);
    while (!job.getString("state").equals(state)) {
      assertThat(job.getString("state"))
          .as(job.encode())
          .isNotIn("SUCCEEDED", "FAILED", "CANCELLED");
      job = job(id);
    }
    return job;
  }

  /** Waits until a master acts. */
  void awaitMaster() throws Exception {
    while (get("/health/ready").statusCode() != 200) {
      Thread.onSpinWait();
    }
  }

  void awaitWorkers(int count) throws Exception {
    HttpResponse<String> answer = get("/api/v1/workers");
    while (answer.statusCode() != 200
        || new JsonObject(answer.body()).getJsonArray("items").size() < count) {
      Thread.onSpinWait();
      answer = get("/api/v1/workers");
    }
  }

  static List<String> names(JsonObject list) {
    return list.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("name"))
        .toList();
  }
}
