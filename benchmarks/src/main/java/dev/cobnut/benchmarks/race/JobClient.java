package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that submits jobs over HTTP and waits for their results, one after another. */
final class JobClient {
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern STATE = Pattern.compile("\"state\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern SEGMENT = Pattern.compile("\"segment\"\\s*:\\s*(\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String api;

  /** A client of the node that answers at a port of loopback. */
  JobClient(int port) {
    api = "http://127.0.0.1:" + port + "/api/v1";
  }

  /**
   * Runs a word count.
   *
   * @param splitBytes how large a split is at most
   * @return seconds from the submission until the job is told to have succeeded
   */
  double wordCount(Path in, Path out, int splitBytes, int reducers)
      throws IOException, InterruptedException {
    String body =
        """
        {"job": "wordcount", "input": ["%s"], "output": "%s", "reducers": %d, "splitBytes": %d}
        """
            .formatted(in, out, reducers, splitBytes);
    long startNs = System.nanoTime();
    HttpRequest submission =
        HttpRequest.newBuilder(URI.create(api + "/jobs"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    String id = found(ID, send(submission));
    while (true) {
      String document = get("/jobs/" + id + "?waitMs=60000");
      String state = found(STATE, document);
      if (state.equals("SUCCEEDED")) {
        return (System.nanoTime() - startNs) / 1e9;
      }
      if (state.equals("FAILED") || state.equals("CANCELLED")) {
        throw new IOException(document + " (expected: SUCCEEDED)");
      }
    }
  }

  /** The number of the newest segment of the journal. */
  long segment() throws IOException, InterruptedException {
    return Long.parseLong(found(SEGMENT, get("/cluster")));
  }

  private String get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(api + path)).build());
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          request.uri() + ": " + answer.statusCode() + " " + answer.body() + " (expected: 2xx)");
    }
    return answer.body();
  }

  private static String found(Pattern pattern, String document) throws IOException {
    Matcher matcher = pattern.matcher(document);
    if (!matcher.find()) {
      throw new IOException(document + " (expected: " + pattern + ")");
    }
    return matcher.group(1);
  }
}
