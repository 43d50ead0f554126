package dev.cobnut.app.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A node of a cluster, as far as a client can tell: gives the answers that a test put in line. */
final class FakeServer implements AutoCloseable {
  /** A request, as it came in. */
  record Call(String method, String path, String key, String token, String body) {}

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<Call> calls = new ArrayList<>();

  FakeServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized FakeServer answer(int status, JsonObject body) {
    answers.add(new Answer(status, body.encode()));
    return this;
  }

  synchronized FakeServer answer(int status, String body) {
    answers.add(new Answer(status, body));
    return this;
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      calls.add(
          new Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              String.valueOf(headers.getFirst("Idempotency-Key")),
              String.valueOf(headers.getFirst("Authorization")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      Answer answer = answers.isEmpty() ? new Answer(500, "{}") : answers.remove();
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
