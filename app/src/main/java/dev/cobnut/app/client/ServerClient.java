package dev.cobnut.app.client;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Calls the HTTP API of a node, one call at a time. */
public final class ServerClient {
  private static final String API = "/api/v1";
  private static final int NO_ANSWER = 503;

  private final URI server;
  private final Optional<String> token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * A client of one server.
   *
   * @param server as in {@code http://127.0.0.1:8080}
   * @param token sent as bearer, where there is one
   * @throws IllegalArgumentException where the server isn't an HTTP URL
   */
  public ServerClient(String server, Optional<String> token) {
    if (!server.matches("https?://[^/]+/?")) {
      throw new IllegalArgumentException(
          "--server: " + server + " (expected: a URL as in http://127.0.0.1:8080)");
    }
    this.server = URI.create(server.replaceAll("/$", ""));
    this.token = token;
  }

  /** A piece of a path, safe to put between slashes. */
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public JsonObject get(String path) throws ServerException, InterruptedException {
    return call("GET", path, BodyPublishers.noBody(), Map.of());
  }

  public JsonObject delete(String path) throws ServerException, InterruptedException {
    return call("DELETE", path, BodyPublishers.noBody(), Map.of());
  }

  /** Posts a document, with further headers. */
  public JsonObject post(String path, JsonObject body, Map<String, String> headers)
      throws ServerException, InterruptedException {
    return call("POST", path, BodyPublishers.ofString(body.encode()), headers);
  }

  /** Puts a file's bytes. */
  public JsonObject put(String path, Path file) throws ServerException, InterruptedException {
    try {
      return call(
          "PUT",
          path,
          BodyPublishers.ofFile(file),
          Map.of("Content-Type", "application/java-archive"));
    } catch (FileNotFoundException e) {
      throw new ServerException(400, file + ": no such file");
    }
  }

  private JsonObject call(
      String method, String path, BodyPublisher body, Map<String, String> headers)
      throws ServerException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + API + path))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "application/json, application/problem+json")
            .method(method, body);
    if (!headers.containsKey("Content-Type") && body.contentLength() != 0) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return answer(send(request.build()));
  }

  private HttpResponse<String> send(HttpRequest request)
      throws ServerException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (HttpTimeoutException e) {
      throw new ServerException(NO_ANSWER, "no answer from " + server + " in time");
    } catch (ConnectException e) {
      throw new ServerException(
          NO_ANSWER,
          "no server at "
              + server
              + " (start one with java -jar cobnut.jar -cluster; --server URL)");
    } catch (IOException e) {
      throw new ServerException(NO_ANSWER, "no answer from " + server + ": " + e.getMessage());
    }
  }

  private JsonObject answer(HttpResponse<String> response) throws ServerException {
    int status = response.statusCode();
    JsonObject document;
    try {
      document = response.body().isBlank() ? new JsonObject() : new JsonObject(response.body());
    } catch (DecodeException e) {
      throw new ServerException(
          status >= 400 ? status : NO_ANSWER,
          server + " answers HTTP status " + status + " (expected: JSON, of a Cobnut node)");
    }
    if (status < 200 || status > 299) {
      throw ServerException.of(status, document);
    }
    return document;
  }
}
