package dev.cobnut.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that go over HTTP, against a server that gives answers put in line. */
final class ClientCommandsTest {
  @TempDir Path folder;

  private final Shell shell = new Shell(ClientCommandsTest.class.getClassLoader());
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void submissionHasAbsolutePathsAndAKeyOfItsOwn() {
    server.answer(202, job("QUEUED"));

    assertThat(submit("--reducers", "3", "--set", "pattern=a=b")).isZero();

    assertThat(shell.out()).isEqualTo("j1\n");
    FakeServer.Call call = server.calls().get(0);
    assertThat(call.method() + " " + call.path()).isEqualTo("POST /api/v1/jobs");
    assertThat(call.key()).matches("[0-9a-f-]{36}");
    JsonObject body = new JsonObject(call.body());
    assertThat(body.getJsonArray("input"))
        .isEqualTo(new JsonArray().add(Path.of("a").toAbsolutePath().toString()).add("file:/b"));
    assertThat(body.getString("output")).isEqualTo(Path.of("out").toAbsolutePath().toString());
    assertThat(body.getInteger("reducers")).isEqualTo(3);
    assertThat(body.getJsonObject("parameters").getString("pattern")).isEqualTo("a=b");
    assertThat(body.fieldNames()).doesNotContain("priority", "runningMax", "skipBadRecords");
  }

  @Test
  void submissionSaysHowTheJobIsToRun() {
    server.answer(202, job("QUEUED"));

    assertThat(submit("--priority", "-5", "--running-max", "2", "--skip-bad-records")).isZero();

    JsonObject body = new JsonObject(server.calls().get(0).body());
    assertThat(body.getInteger("priority")).isEqualTo(-5);
    assertThat(body.getInteger("runningMax")).isEqualTo(2);
    assertThat(body.getBoolean("skipBadRecords")).isTrue();
  }

  @Test
  void keyThatIsGivenIsSent() {
    server.answer(202, job("QUEUED"));

    assertThat(submit("--idempotency-key", "mine")).isZero();

    assertThat(server.calls().get(0).key()).isEqualTo("mine");
  }

  @Test
  void waitingExitsAsTheJobEnds() {
    server.answer(202, job("QUEUED")).answer(200, job("MAPPING")).answer(200, job("SUCCEEDED"));
    assertThat(submit("--wait")).isZero();
    assertThat(shell.out()).startsWith("wordcount succeeded in 2.0 s\n");
    assertThat(shell.err()).contains("job j1").contains("mapping: 0 %");

    server.answer(202, job("QUEUED")).answer(200, job("CANCELLED"));
    assertThat(submit("--wait")).isEqualTo(1);
    assertThat(shell.err()).contains("wordcount was cancelled after 2.0 s");
  }

  @Test
  void waitingOutlivesAMasterThatIsReplaced() {
    server
        .answer(202, job("QUEUED"))
        .answer(503, problem("No acting master", "ask again"))
        .answer(200, job("SUCCEEDED"));

    assertThat(submit("--wait")).isZero();
  }

  @Test
  void failedJobIsToldWithItsErrorAndAShortStack() {
    JsonObject failed =
        job("FAILED")
            .put(
                "error",
                new JsonObject()
                    .put("message", "map at /a at byte 7: java.lang.ArithmeticException: / by zero")
                    .put("detail", "java.lang.ArithmeticException\n" + "\tat x\n".repeat(40)));
    server.answer(202, job("QUEUED")).answer(200, failed);

    assertThat(submit("--wait")).isEqualTo(1);

    assertThat(shell.err())
        .contains("wordcount failed after 2.0 s: map at /a at byte 7")
        .contains("29 more lines");
  }

  @Test
  void refusalIsTitleAndDetailWithExitTwo() {
    server.answer(409, problem("Output exists", "/out: exists (expected: a new directory)"));

    assertThat(submit()).isEqualTo(2);
    assertThat(shell.err())
        .isEqualTo("error: Output exists: /out: exists (expected: a new directory)\n");
  }

  @Test
  void fullQueueAndMissingMasterExitWithThree() {
    server.answer(429, problem("Queue full", "jobs.max: 1"));
    assertThat(submit()).isEqualTo(3);
    server.answer(503, problem("No acting master", "ask again"));
    assertThat(submit()).isEqualTo(3);
  }

  @Test
  void missingServerExitsWithThree() {
    String url = server.url();
    server.close();

    assertThat(shell.run("jobs", "--server", url)).isEqualTo(3);
    assertThat(shell.err()).startsWith("error: no server at " + url);
  }

  @Test
  void serverOfAnotherKindIsTold() {
    server.answer(200, "<html>");

    assertThat(shell.run("jobs", "--server", server.url())).isEqualTo(3);
    assertThat(shell.err()).contains("(expected: JSON, of a Cobnut node)");
  }

  @Test
  void serverThatIsNoUrlIsWrongUsage() {
    assertThat(shell.run("jobs", "--server", "localhost:8080")).isEqualTo(2);
    assertThat(shell.err()).contains("--server: localhost:8080 (expected: a URL");
  }

  @Test
  void tokenOfTheFileIsSent() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "secret\n");
    server.answer(200, items());

    assertThat(run("jobs", "--token-file", token.toString())).isZero();

    assertThat(server.calls().get(0).token()).isEqualTo("Bearer secret");
  }

  @Test
  void listsAreTablesForPeopleAndDocumentsForMachines() {
    server.answer(200, items(job("MAPPING"))).answer(200, items(job("MAPPING")));

    assertThat(run("jobs", "--state", "mapping")).isZero();
    assertThat(shell.out())
        .isEqualTo(
            """
            ID  JOB        STATE    DONE  TIME   OUTPUT
            j1  wordcount  MAPPING  0 %   2.0 s  /out
            """);
    assertThat(server.calls().get(0).path()).isEqualTo("/api/v1/jobs?state=MAPPING");
    assertThat(run("jobs", "--json")).isZero();
    assertThat(new JsonObject(shell.out())).isEqualTo(items(job("MAPPING")));
  }

  @Test
  void oneCallEachAsksForWhatItsNameSays() {
    List<List<String>> commands =
        List.of(
            List.of("job", "j1"),
            List.of("tasks", "j1"),
            List.of("output", "j1"),
            List.of("cancel", "j1"),
            List.of("workers"),
            List.of("drain", "a-1"),
            List.of("plugins"),
            List.of("plugin", "remove", "mine"));
    for (List<String> command : commands) {
      server.answer(200, new JsonObject());
      assertThat(run(command.toArray(String[]::new))).as("%s", command).isZero();
    }

    assertThat(server.calls().stream().map(call -> call.method() + " " + call.path()))
        .containsExactly(
            "GET /api/v1/jobs/j1",
            "GET /api/v1/jobs/j1/tasks",
            "GET /api/v1/jobs/j1/output",
            "DELETE /api/v1/jobs/j1",
            "GET /api/v1/workers",
            "POST /api/v1/workers/a-1/drain",
            "GET /api/v1/plugins",
            "DELETE /api/v1/plugins/mine.jar");
  }

  @Test
  void drainWaitsUntilNothingNeedsTheWorker() {
    server
        .answer(202, worker("draining", true))
        .answer(200, workers(worker("draining", false).put("id", "a-2")))
        .answer(503, problem("Unavailable", "no master acts"))
        .answer(200, workers(worker("active", false)))
        .answer(200, workers(worker("draining", true)))
        .answer(200, workers(worker("draining", false)));

    assertThat(run("drain", "a-1", "--wait")).isZero();

    assertThat(shell.out()).isEqualTo("worker a-1: drained; it may be stopped\n");
    assertThat(server.calls()).hasSize(6);
  }

  private static JsonObject worker(String state, boolean needed) {
    return new JsonObject().put("id", "a-1").put("state", state).put("needed", needed);
  }

  private static JsonObject workers(JsonObject worker) {
    return new JsonObject().put("items", new JsonArray().add(worker));
  }

  @Test
  void pluginIsUploadedUnderItsFileName() throws IOException {
    Path jar = Files.writeString(folder.resolve("mine.jar"), "bytes");
    server.answer(201, new JsonObject());

    assertThat(run("plugin", "add", jar.toString())).isZero();

    FakeServer.Call call = server.calls().get(0);
    assertThat(call.method() + " " + call.path()).isEqualTo("PUT /api/v1/plugins/mine.jar");
    assertThat(call.body()).isEqualTo("bytes");
    assertThat(run("plugin", "add", folder.resolve("none.jar").toString())).isEqualTo(2);
    assertThat(shell.err()).contains("none.jar: no such file");
    Path noFile = Files.createDirectory(folder.resolve("folder.jar"));
    assertThat(run("plugin", "add", noFile.toString())).isEqualTo(2);
    assertThat(shell.err()).contains("folder.jar: can't be read");
  }

  @Test
  void serverThatDoesNotExplainIsToldApartFromAMissingJob() {
    server.answer(200, job("MAPPING")).answer(404, problem("Not found", "no such path"));
    assertThat(run("explain", "j1")).isEqualTo(2);
    assertThat(shell.err()).isEqualTo("error: explain: this server doesn't explain jobs yet\n");

    server.answer(404, problem("Not found", "job \"j2\": not found"));
    assertThat(run("explain", "j2")).isEqualTo(2);
    assertThat(shell.err()).contains("job \"j2\": not found");
  }

  private int submit(String... more) {
    List<String> args =
        new java.util.ArrayList<>(
            List.of("submit", "wordcount", "--input", "a", "file:/b", "--output", "out"));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private int run(String... args) {
    List<String> all = new java.util.ArrayList<>(List.of(args));
    all.addAll(List.of("--server", server.url()));
    return shell.run(all.toArray(String[]::new));
  }

  private static JsonObject job(String state) {
    return new JsonObject()
        .put("id", "j1")
        .put("job", "wordcount")
        .put("state", state)
        .put("output", "/out")
        .put("submittedAt", "2026-11-22T10:00:00.000Z")
        .put("endedAt", "2026-11-22T10:00:02.000Z");
  }

  private static JsonObject items(JsonObject... items) {
    return new JsonObject().put("items", new JsonArray(List.of(items))).putNull("next");
  }

  private static JsonObject problem(String title, String detail) {
    return new JsonObject().put("title", title).put("detail", detail);
  }
}
