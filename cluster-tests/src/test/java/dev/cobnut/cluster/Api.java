package dev.cobnut.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The HTTP API of one node, as a client sees it. */
public final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ANSWER_S = 10;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final int port;
  private final List<String> enter;

  Api(int port) {
    this(port, List.of());
  }

  /**
   * The API at a port of 127.0.0.1.
   *
   * @param enter what runs a command where that address is the node's, as in {@code ip netns exec
   *     NAME}; empty where it is here
   */
  public Api(int port, List<String> enter) {
    this.port = port;
    this.enter = List.copyOf(enter);
  }

  /** What a command is told as {@code --server}. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** An answer: its status and its document. */
  public record Answer(int status, JsonNode body) {}

  public Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, "", "");
  }

  public Answer delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, "", "");
  }

  public Answer post(String path, Object document) throws IOException, InterruptedException {
    return send("POST", path, JSON.writeValueAsString(document), "");
  }

  /** Posts what must have its effect once, however often it is sent. */
  public Answer postOnce(String path, Object document, String idempotencyKey)
      throws IOException, InterruptedException {
    return send("POST", path, JSON.writeValueAsString(document), idempotencyKey);
  }

  /** Submits a job and returns its id. */
  public String submit(Map<String, Object> job) throws IOException, InterruptedException {
    Answer answer = post("/api/v1/jobs", job);
    if (answer.status() != 202) {
      throw new AssertionError("submit: " + answer + " (expected: 202)");
    }
    return answer.body().get("id").asText();
  }

  /** What a list holds. */
  public List<JsonNode> items(String path) throws IOException, InterruptedException {
    List<JsonNode> items = new ArrayList<>();
    get(path).body().path("items").forEach(items::add);
    return items;
  }

  public JsonNode job(String id) throws IOException, InterruptedException {
    return get("/api/v1/jobs/" + id).body();
  }

  /** Waits until the job has ended and returns its document. */
  public JsonNode awaitEnd(String id) throws InterruptedException {
    return Await.value(
        "the end of job " + id,
        Duration.ofMinutes(3),
        () -> {
          JsonNode job = job(id);
          return hasEnded(job) ? job : null;
        });
  }

  /** Whether a job's document says that it has ended. */
  public static boolean hasEnded(JsonNode job) {
    String state = job.path("state").asText();
    return state.equals("SUCCEEDED") || state.equals("FAILED") || state.equals("CANCELLED");
  }

  private Answer send(String method, String path, String body, String key)
      throws IOException, InterruptedException {
    String url = "http://127.0.0.1:" + port + path;
    return enter.isEmpty() ? overHttp(method, url, body, key) : inNamespace(method, url, body, key);
  }

  private Answer overHttp(String method, String url, String body, String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(ANSWER_S));
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    if (body.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return answer(response.statusCode(), response.body());
  }

  /** A process can't enter another network namespace once it has threads, so curl asks for it. */
  private Answer inNamespace(String method, String url, String body, String key)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(enter);
    command.addAll(List.of("curl", "-s", "-m", Integer.toString(ANSWER_S), "-w", "\n%{http_code}"));
    command.addAll(List.of("-X", method));
    if (!body.isEmpty()) {
      command.addAll(List.of("-H", "Content-Type: application/json", "-d", body));
    }
    if (!key.isEmpty()) {
      command.addAll(List.of("-H", "Idempotency-Key: " + key));
    }
    command.add(url);
    Process curl =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    curl.getOutputStream().close();
    String out = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = curl.waitFor();
    if (exit != 0) {
      throw new IOException("curl " + url + ": exit " + exit + " (expected: 0)");
    }
    int end = out.lastIndexOf('\n');
    return answer(Integer.parseInt(out.substring(end + 1)), out.substring(0, end));
  }

  private static Answer answer(int status, String body) throws IOException {
    return new Answer(status, body.isEmpty() ? JSON.nullNode() : JSON.readTree(body));
  }
}
