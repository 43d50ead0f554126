package dev.cobnut.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.master.TestCluster;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is asked wrongly gets a problem document, and leaves nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpRefusalTest {
  @TempDir static Path folder;
  @TempDir static Path elsewhere;
  private TestCluster cluster;
  private HttpProbe http;
  private List<String> filesBefore;

  @BeforeAll
  void start() throws Exception {
    Files.createDirectories(folder.resolve("storage"));
    cluster = new TestCluster(folder, Map.of(), List.of(folder));
    http = new HttpProbe(cluster.addHttp("node"), folder.resolve("storage"));
    cluster.addMaster("node");
    cluster.addReadyWorker("worker", 2);
    http.awaitWorkers(1);
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void noteFiles() throws Exception {
    filesBefore = files();
  }

  @AfterEach
  void nothingIsLeftBehind() throws Exception {
    assertThat(files()).isEqualTo(filesBefore);
    assertThat(http.getJson("/api/v1/jobs").getJsonArray("items")).isEmpty();
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("storage"))) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private JsonObject submission() {
    return http.submission("out");
  }

  private JsonObject refused(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("title")).isNotBlank();
    assertThat(problem.getString("type")).startsWith("urn:cobnut:problem:");
    return problem;
  }

  private void refusedValue(JsonObject submission, String field, String found, String expected)
      throws Exception {
    JsonObject problem = refused(http.submit(submission), 422);
    assertThat(problem.getString("field")).isEqualTo(field);
    assertThat(problem.getString("found")).contains(found);
    assertThat(problem.getString("expected")).contains(expected);
  }

  @Test
  void unknownJobIsNamedWithThoseThatThereAre() throws Exception {
    refusedValue(submission().put("job", "nosuch"), "job", "\"nosuch\"", "test-job");
  }

  @Test
  void missingFieldsAreNamed() throws Exception {
    for (String field : List.of("job", "input", "output")) {
      JsonObject submission = submission();
      submission.remove(field);
      refusedValue(submission, field, "missing", "");
    }
  }

  @Test
  void missingParameterIsNamed() throws Exception {
    refusedValue(
        submission().put("parameters", new JsonObject()),
        "parameters.pattern",
        "missing",
        "a text");
  }

  @Test
  void unknownParameterIsNamedWithThoseThatThereAre() throws Exception {
    JsonObject parameters = new JsonObject().put("pattern", "x").put("wdith", 3);
    refusedValue(
        submission().put("parameters", parameters),
        "parameters.wdith",
        "unknown parameter",
        "pattern, width");
  }

  @Test
  void illTypedParameterIsNamed() throws Exception {
    JsonObject parameters = new JsonObject().put("pattern", "x").put("width", "wide");
    refusedValue(
        submission().put("parameters", parameters), "parameters.width", "\"wide\"", "1..9");
  }

  @Test
  void parameterThatIsAnObjectIsIllTyped() throws Exception {
    JsonObject parameters = new JsonObject().put("pattern", new JsonObject());
    JsonObject problem = refused(http.submit(submission().put("parameters", parameters)), 400);
    assertThat(problem.getString("field")).isEqualTo("parameters.pattern");
  }

  @Test
  void inputThatDoesNotExistIsNamed() throws Exception {
    String input = folder.resolve("storage/nosuch").toString();
    refusedValue(
        submission().put("input", List.of(input)), "input", input + ": doesn't exist", "a file");
  }

  @Test
  void globThatMatchesNothingIsNamed() throws Exception {
    String input = folder.resolve("storage/*.nosuch").toString();
    refusedValue(submission().put("input", List.of(input)), "input", input, "");
  }

  @Test
  void noInputIsRefused() throws Exception {
    refusedValue(submission().put("input", new JsonArray()), "input", "an empty list", "one or");
    refusedValue(submission().put("input", List.of("")), "input", "\"\": is empty", "");
  }

  @Test
  void unreadableInputIsNamed() throws Exception {
    Path trap = Files.createDirectory(folder.resolve("trap"));
    Path dangling = Files.createSymbolicLink(trap.resolve("link"), trap.resolve("nothing"));
    refusedValue(
        submission().put("input", List.of(trap.toString())),
        "input",
        dangling + " is a link to nothing",
        "a link to a file");
  }

  @Test
  void pathThatIsNoPathIsRefused() throws Exception {
    refusedValue(submission().put("input", List.of("a\0b")), "input", "is no path", "a path");
    refusedValue(submission().put("output", "a\0b"), "output", "a\0b", "a path");
  }

  @Test
  void outputOfAnotherSchemeIsRefused() throws Exception {
    refusedValue(
        submission().put("output", "s3://bucket/x"), "output", "s3://bucket/x", "a file: URI");
  }

  @Test
  void outputThatExistsIsAConflict() throws Exception {
    JsonObject problem =
        refused(http.submit(submission().put("output", folder.resolve("storage").toString())), 409);
    assertThat(problem.getString("field")).isEqualTo("output");
    assertThat(problem.getString("detail")).contains("exists");
  }

  @Test
  void outputBelowAFileIsRefused() throws Exception {
    String file = folder.resolve("storage/input.txt").toString();
    refusedValue(
        submission().put("output", file + "/out"), "output", "is not a directory", "written");
  }

  @Test
  void outputThatCannotBeWrittenIsRefused() throws Exception {
    TestCluster open = new TestCluster(Files.createDirectory(folder.resolve("open")), Map.of());
    try {
      HttpProbe probe = new HttpProbe(open.addHttp("node"), open.folder);
      open.addMaster("node");
      open.addReadyWorker("worker", 1);
      probe.awaitWorkers(1);
      JsonObject problem =
          refused(probe.submit(probe.submission("out").put("output", "/proc/nosuch")), 422);
      assertThat(problem.getString("detail")).contains("/proc can't be written");
    } finally {
      open.close();
    }
  }

  @Test
  void pathsOutsideTheRootsAreForbidden() throws Exception {
    JsonObject input =
        refused(http.submit(submission().put("input", List.of(elsewhere.toString()))), 403);
    JsonObject output = refused(http.submit(submission().put("output", "/tmp/../opt/x")), 403);
    JsonObject missing = refused(http.submit(submission().put("input", List.of("/nosuch"))), 403);

    assertThat(input.getString("field")).isEqualTo("input");
    assertThat(output.getString("field")).isEqualTo("output");
    assertThat(missing.getString("expected")).contains(folder.toString());
  }

  @Test
  void linkOutOfTheRootsIsForbidden() throws Exception {
    Path way = Files.createDirectory(folder.resolve("way"));
    Files.createSymbolicLink(way.resolve("out"), elsewhere);
    Files.writeString(elsewhere.resolve("secret"), "x");

    refused(http.submit(submission().put("input", List.of(way + "/out/secret"))), 403);
    refused(http.submit(submission().put("input", List.of(way.toString()))), 403);
    refused(http.submit(submission().put("output", way + "/out/x")), 403);
  }

  @Test
  void reducersOutOfBoundsAreRefused() throws Exception {
    for (long reducers : List.of(0L, -1L, 10_000_000L, Long.MAX_VALUE)) {
      refusedValue(
          submission().put("reducers", reducers), "reducers", Long.toString(reducers), "1..100000");
    }
  }

  @Test
  void splitBytesOutOfBoundsAreRefused() throws Exception {
    refusedValue(submission().put("splitBytes", 1), "splitBytes", "1", "65536..1073741824");
  }

  @Test
  void fieldsOfTheWrongJsonTypeAreNamed() throws Exception {
    Map<String, Object> wrong =
        Map.of(
            "job",
            7,
            "input",
            "x",
            "output",
            true,
            "reducers",
            "4",
            "splitBytes",
            1.5,
            "parameters",
            new JsonArray(),
            "priority",
            new JsonObject(),
            "skipBadRecords",
            "no");
    for (Map.Entry<String, Object> each : wrong.entrySet()) {
      JsonObject problem =
          refused(http.submit(submission().put(each.getKey(), each.getValue())), 400);
      assertThat(problem.getString("field")).isEqualTo(each.getKey());
      assertThat(problem.getString("expected")).isNotBlank();
    }
  }

  @Test
  void unknownFieldIsNamedWithThoseThatAreKnown() throws Exception {
    JsonObject problem = refused(http.submit(submission().put("reducer", 3)), 400);

    assertThat(problem.getString("field")).isEqualTo("reducer");
    assertThat(problem.getString("expected")).contains("reducers", "splitBytes");
  }

  @Test
  void onlyTheCommandRunOverwrites() throws Exception {
    assertThat(refused(http.submit(submission().put("overwrite", true)), 400).getString("field"))
        .isEqualTo("overwrite");
  }

  @Test
  void prioritiesAreFewSinceEachStepDoublesTheShare() throws Exception {
    String expected = "-10..10; each step doubles the job's share";
    refusedValue(submission().put("priority", 11), "priority", "11", expected);
    refusedValue(submission().put("priority", -11), "priority", "-11", expected);
  }

  @Test
  void limitOfRunningTasksLetsOneRun() throws Exception {
    refusedValue(submission().put("runningMax", 0), "runningMax", "0", "1..1000000");
    refusedValue(submission().put("runningMax", 1_000_001), "runningMax", "1000001", "1..1000000");
  }

  @Test
  void malformedJsonIsToldWithItsPlace() throws Exception {
    JsonObject problem = refused(http.post("application/json", "{\n  \"job\": \"x\",,\n}"), 400);

    assertThat(problem.getInteger("line")).isEqualTo(2);
    assertThat(problem.getInteger("column")).isBetween(14, 16);
  }

  @Test
  void bodyThatIsNoObjectIsRefused() throws Exception {
    for (String body : List.of("", "[]", "7", "null", "{} {}", "nonsense")) {
      refused(http.post("application/json", body), 400);
    }
  }

  @Test
  void bodyOfAnotherTypeIsRefused() throws Exception {
    JsonObject problem = refused(http.post("text/plain", submission().encode()), 415);

    assertThat(problem.getString("detail")).contains("text/plain", "application/json");
  }

  @Test
  void bodyOfTwoMegabytesIsTooLarge() throws Exception {
    String large = submission().put("job", "x".repeat(2 << 20)).encode();

    assertThat(refused(http.post("application/json", large), 413).getString("detail"))
        .contains("1048576");
  }

  @Test
  void unknownPathIsNotFound() throws Exception {
    for (String path : List.of("/", "/nosuch", "/api/v1/jobs/x/nosuch", "/api/v1/")) {
      refused(http.get(path), 404);
    }
  }

  @Test
  void unknownJobIsNotFound() throws Exception {
    for (String path : List.of("", "/tasks", "/output", "/events")) {
      assertThat(refused(http.get("/api/v1/jobs/nosuch" + path), 404).getString("detail"))
          .contains("nosuch");
    }
    refused(http.get("/api/v1/jobs/No%20Such"), 404);
    refused(http.send(http.to("/api/v1/jobs/nosuch").DELETE()), 404);
  }

  @Test
  void unknownWorkerIsNotFound() throws Exception {
    refused(
        http.send(
            http.to("/api/v1/workers/nosuch/drain").POST(HttpRequest.BodyPublishers.noBody())),
        404);
  }

  @Test
  void otherMethodIsNotAllowed() throws Exception {
    HttpResponse<String> answer =
        http.send(http.to("/api/v1/jobs").PUT(HttpRequest.BodyPublishers.noBody()));

    refused(answer, 405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST, GET, HEAD");
  }

  @Test
  void queryThatIsNotKnownIsRefused() throws Exception {
    assertThat(refused(http.get("/api/v1/jobs?stat=FAILED"), 400).getString("field"))
        .isEqualTo("stat");
    refused(http.get("/api/v1/jobs?state=GONE"), 400);
    refused(http.get("/api/v1/jobs?limit=many"), 400);
    refused(http.get("/api/v1/jobs?limit=0"), 422);
    refused(http.get("/api/v1/jobs?after=x"), 400);
    refused(http.get("/api/v1/jobs?waitMs=1"), 400);
    refused(http.get("/api/v1/jobs/some?waitMs=long"), 400);
    refused(http.get("/api/v1/jobs/some?waitMs=60001"), 422);
    HttpResponse<String> dryRun =
        http.send(
            http.to("/api/v1/jobs?dryRun=true")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(submission().encode())));
    assertThat(refused(dryRun, 400).getString("field")).isEqualTo("dryRun");
  }

  @Test
  void idempotencyKeyThatIsTooLongIsRefused() throws Exception {
    refused(http.submit(submission(), "k".repeat(300)), 400);
  }

  @Test
  void requestThatIsNotHttpIsRefused() throws Exception {
    assertThat(http.raw("nonsense\r\n\r\n")).contains("400", "application/problem+json");
    assertThat(http.raw("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .contains("414");
    assertThat(http.raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
        .contains("431");
  }
}
