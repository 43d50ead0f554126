package dev.cobnut.app.client;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls the HTTP API of a node, one call at a time. By the JDK's older client: the thread of the
 * newer one waits in the kernel when the process ends, for which the JVM then waits 0.3 s.
 */
public final class ServerClient {
  private static final String API = "/api/v1";
  private static final int NO_ANSWER = 503;
  private static final int CONNECT_MS_MAX = 5_000;
  private static final int ANSWER_MS_MAX = 30_000;

  private final String server;
  private final Optional<String> token;

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
    this.server = URI.create(server.replaceAll("/$", "")).toString();
    this.token = token;
  }

  /** A piece of a path, safe to put between slashes. */
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public JsonObject get(String path) throws ServerException {
    return call("GET", path, Map.of(), null);
  }

  public JsonObject delete(String path) throws ServerException {
    return call("DELETE", path, Map.of(), null);
  }

  /** Posts a document, with further headers. */
  public JsonObject post(String path, JsonObject document, Map<String, String> headers)
      throws ServerException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    return call("POST", path, all, document.encode().getBytes(StandardCharsets.UTF_8));
  }

  /** Puts a file's bytes. */
  public JsonObject put(String path, Path file) throws ServerException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ServerException(400, file + ": no such file");
    } catch (IOException e) {
      throw new ServerException(400, file + ": can't be read: " + e.getMessage());
    }
    return call("PUT", path, Map.of("Content-Type", "application/java-archive"), bytes);
  }

  private JsonObject call(
      String method, String path, Map<String, String> headers, byte @Nullable [] body)
      throws ServerException {
    try {
      HttpURLConnection call =
          (HttpURLConnection) URI.create(server + API + path).toURL().openConnection();
      call.setRequestMethod(method);
      call.setConnectTimeout(CONNECT_MS_MAX);
      call.setReadTimeout(ANSWER_MS_MAX);
      call.setInstanceFollowRedirects(false);
      call.setRequestProperty("Accept", "application/json, application/problem+json");
      headers.forEach(call::setRequestProperty);
      token.ifPresent(secret -> call.setRequestProperty("Authorization", "Bearer " + secret));
      if (body != null) {
        call.setDoOutput(true);
        try (OutputStream out = call.getOutputStream()) {
          out.write(body);
        }
      }
      return answer(call.getResponseCode(), text(call));
    } catch (SocketTimeoutException e) {
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

  private static String text(HttpURLConnection call) throws IOException {
    InputStream body =
        call.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST
            ? call.getInputStream()
            : call.getErrorStream();
    if (body == null) {
      return "";
    }
    try (body) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private JsonObject answer(int status, String body) throws ServerException {
    JsonObject document;
    try {
      document = body.isBlank() ? new JsonObject() : new JsonObject(body);
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
