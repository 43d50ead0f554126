package dev.cobnut.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.message.PlanDescribed;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Masters and fake workers on one event bus, asked over the bus. */
@Timeout(60)
final class MasterTest {
  @TempDir Path folder;
  private TestCluster cluster;
  private FakeWorker worker;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("input.txt"), "a b c\n");
    cluster = new TestCluster(folder, Map.of("jobs.max", 2));
    cluster.addMaster("one");
    worker = cluster.addWorker("worker", 2);
    awaitWorker();
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private void awaitWorker() throws Exception {
    while (true) {
      try {
        if (!call("one", "workers").getJsonArray("items").isEmpty()) {
          return;
        }
      } catch (ExecutionException notActingYet) {
        assertThat(notActingYet).hasCauseInstanceOf(ReplyException.class);
      }
      Thread.onSpinWait();
    }
  }

  private JsonObject call(String node, String op) throws Exception {
    return request(Addresses.api(node), new JsonObject().put("op", op));
  }

  private JsonObject request(String address, JsonObject body) throws Exception {
    return TestCluster.await(
        cluster.vertx.eventBus().<JsonObject>request(address, body).map(answer -> answer.body()));
  }

  private JsonObject submission(String output) {
    return new JsonObject()
        .put("job", "test-job")
        .put("input", new JsonArray().add(folder.resolve("input.txt").toString()))
        .put("output", folder.resolve(output).toString())
        .put("reducers", 2)
        .put("parameters", new JsonObject().put("pattern", "x"));
  }

  private String submit(String output) throws Exception {
    return request(Addresses.JOBS_SUBMIT, submission(output)).getString("id");
  }

  private JsonObject job(String id) throws Exception {
    return request(Addresses.JOBS_GET, new JsonObject().put("id", id));
  }

  private JsonObject await(String id, Predicate<JsonObject> condition) throws Exception {
    JsonObject job = job(id);
    while (!condition.test(job)) {
      job = job(id);
    }
    return job;
  }

  private JsonObject awaitState(String id, String state) throws Exception {
    return await(id, job -> job.getString("state").equals(state));
  }

  private static boolean isRunning(JsonObject job, String kind) {
    return job.getJsonObject("progress").getJsonObject(kind).getInteger("running") > 0;
  }

  private JsonObject refused(ThrowingCall call, int status) {
    try {
      call.run();
    } catch (Exception failure) {
      assertThat(failure).hasCauseInstanceOf(ReplyException.class);
      ReplyException reply = (ReplyException) failure.getCause();
      assertThat(reply.failureCode()).as(reply.getMessage()).isEqualTo(status);
      return new JsonObject(reply.getMessage());
    }
    throw new AssertionError("not refused (expected: " + status + ")");
  }

  private interface ThrowingCall {
    void run() throws Exception;
  }

  private void awaitGone(String output) {
    while (Files.exists(folder.resolve(output))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void jobIsSubmittedReadAndListedOverTheBus() throws Exception {
    String id = submit("out");

    assertThat(awaitState(id, "SUCCEEDED").getString("job")).isEqualTo("test-job");
    assertThat(request(Addresses.JOBS_LIST, new JsonObject()).getJsonArray("items")).hasSize(1);
    assertThat(folder.resolve("out/_SUCCESS")).exists();
  }

  @Test
  void refusalOverTheBusCarriesStatusAndProblem() {
    JsonObject problem =
        refused(() -> request(Addresses.JOBS_SUBMIT, submission("out").put("job", "nosuch")), 422);
    assertThat(problem.getString("field")).isEqualTo("job");

    refused(() -> request(Addresses.JOBS_SUBMIT, submission("out").put("overwrite", true)), 400);
    refused(() -> request(Addresses.JOBS_GET, new JsonObject().put("id", "nosuch")), 404);
    refused(() -> request(Addresses.JOBS_GET, new JsonObject().put("ident", "x")), 400);
    refused(() -> request(Addresses.JOBS_GET, new JsonObject()), 422);
    refused(() -> request(Addresses.JOBS_CANCEL, new JsonObject().put("id", "nosuch")), 404);
  }

  @Test
  void idempotencyKeyComesAsAHeader() throws Exception {
    DeliveryOptions key = new DeliveryOptions().addHeader("Idempotency-Key", "k");
    worker.holdsMaps = true;
    String first =
        TestCluster.await(
            cluster
                .vertx
                .eventBus()
                .<JsonObject>request(Addresses.JOBS_SUBMIT, submission("out"), key)
                .map(answer -> answer.body().getString("id")));
    String again =
        TestCluster.await(
            cluster
                .vertx
                .eventBus()
                .<JsonObject>request(Addresses.JOBS_SUBMIT, submission("out"), key)
                .map(answer -> answer.body().getString("id")));

    assertThat(again).isEqualTo(first);
  }

  @Test
  void outputOfAnotherJobIsTakenUntilThatHasEnded() throws Exception {
    worker.holdsMaps = true;
    String id = submit("out");
    await(id, job -> isRunning(job, "map"));

    JsonObject problem = refused(() -> submit("out"), 409);
    assertThat(problem.getString("job")).isEqualTo(id);
    assertThat(refused(() -> submit("out/below"), 409).getString("job")).isEqualTo(id);

    request(Addresses.JOBS_CANCEL, new JsonObject().put("id", id));
    awaitGone("out");
    worker.release();
    awaitState(submit("out"), "SUCCEEDED");
  }

  @Test
  void fullQueueIsSaidSo() throws Exception {
    worker.holdsMaps = true;
    submit("a");
    submit("b");

    JsonObject problem = refused(() -> submit("c"), 429);

    assertThat(problem.getInteger("retryAfterSeconds")).isPositive();
    assertThat(problem.getString("detail")).contains("jobs.max: 2");
  }

  @Test
  void cancelledJobLeavesNothingBehind() throws Exception {
    worker.holdsReduces = true;
    String id = submit("out");
    await(id, job -> isRunning(job, "reduce"));
    // As where publishing was given up on its way.
    Path prepared = folder.resolve("out/_cobnut").resolve(id).resolve("s0-r-00000.part");
    Files.createLink(folder.resolve("out/part-r-00000"), Files.writeString(prepared, "x"));

    request(Addresses.JOBS_CANCEL, new JsonObject().put("id", id));

    assertThat(job(id).getString("state")).isEqualTo("CANCELLED");
    awaitGone("out");
    assertThat(worker.heard).anyMatch(message -> message instanceof ToWorker.StopAttempt);
    assertThat(worker.heard).contains(new ToWorker.DropJob(1, new JobId(id)));
    refused(() -> request(Addresses.JOBS_CANCEL, new JsonObject().put("id", id)), 409);
  }

  @Test
  void codeThatGivesNoPlanFailsTheJob() throws Exception {
    worker.plan =
        new PlanDescribed(
            List.of(), Optional.of(new Failure(Failure.Kind.USER_CODE, "plan: broken", "trace")));

    JsonObject job = awaitState(submit("out"), "FAILED");

    assertThat(job.getJsonObject("error").getString("message")).isEqualTo("plan: broken");
    assertThat(job.getJsonObject("error").getString("kind")).isEqualTo("user-code");
    awaitGone("out");
  }

  @Test
  void planThatNobodyHasToldYetIsAskedForAgain() throws Exception {
    worker.plansRefused.set(5);

    awaitState(submit("out"), "SUCCEEDED");

    assertThat(worker.plansRefused).hasValue(0);
  }

  @Test
  void foreignFileInTheOutputFailsTheJobAndStays() throws Exception {
    worker.holdsReduces = true;
    String id = submit("out");
    await(id, job -> isRunning(job, "reduce"));
    Files.writeString(folder.resolve("out/part-r-00001"), "foreign");
    worker.release();

    JsonObject job = awaitState(id, "FAILED");

    assertThat(job.getJsonObject("error").getString("message")).contains("part-r-00001");
    while (Files.exists(folder.resolve("out/_cobnut"))) {
      Thread.onSpinWait();
    }
    assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**/part-r-00000");
    assertThat(folder.resolve("out/part-r-00001")).hasContent("foreign");
  }

  @Test
  void overwritingRunReplacesAnOutput() throws Exception {
    Files.createDirectory(folder.resolve("out"));
    Files.writeString(folder.resolve("out/part-r-00007"), "old");
    Files.writeString(folder.resolve("out/_SUCCESS"), "old");
    JsonObject run =
        new JsonObject()
            .put("op", "submit")
            .put("request", submission("out"))
            .put("overwrite", true);

    String id = request(Addresses.api("one"), run).getString("id");

    awaitState(id, "SUCCEEDED");
    assertThat(folder.resolve("out/part-r-00007")).doesNotExist();
    assertThat(folder.resolve("out/_SUCCESS")).isEmptyFile();
  }

  @Test
  void overwritingNeverRemovesItsOwnInput() throws Exception {
    JsonObject request = submission("out").put("output", folder.toString());
    JsonObject run =
        new JsonObject().put("op", "submit").put("request", request).put("overwrite", true);

    JsonObject problem = refused(() -> request(Addresses.api("one"), run), 422);

    assertThat(problem.getString("detail")).contains("holds the input");
  }

  @Test
  void eventsTellEachStateOnceAndTheEndLast() throws Exception {
    List<String> states = new CopyOnWriteArrayList<>();
    cluster
        .vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.JOBS_EVENTS, event -> states.add(event.body().getString("state")));

    awaitState(submit("out"), "SUCCEEDED");
    while (!states.contains("SUCCEEDED")) {
      Thread.onSpinWait();
    }

    assertThat(states.get(0)).isEqualTo("QUEUED");
    assertThat(states).containsSubsequence("PLANNING", "MAPPING", "REDUCING", "PUBLISHING");
    assertThat(states.get(states.size() - 1)).isEqualTo("SUCCEEDED");
    assertThat(states).containsOnlyOnce("SUCCEEDED");
  }

  @Test
  void outcomesAreAcknowledged() throws Exception {
    awaitState(submit("out"), "SUCCEEDED");

    assertThat(worker.heard)
        .anyMatch(
            message ->
                message instanceof ToWorker.Acknowledge settled
                    && settled.kept().stream()
                        .anyMatch(attempt -> attempt.task().kind() == TaskKind.MAP));
  }

  @Test
  void workThatALostNodeHadGoesToAnother() throws Exception {
    worker.holdsMaps = true;
    String id = submit("out");
    await(id, job -> isRunning(job, "map"));
    cluster.addReadyWorker("other", 2);
    while (call("one", "workers").getJsonArray("items").size() < 2) {
      Thread.onSpinWait();
    }

    worker.die();
    cluster.leave("worker");

    awaitState(id, "SUCCEEDED");
  }

  @Test
  void jobGoesOnUnderTheNextMaster() throws Exception {
    worker.holdsReduces = true;
    String id = submit("out");
    await(id, job -> isRunning(job, "reduce"));
    cluster.addMaster("two");

    cluster.removeMaster("one");
    while (!isActing("two")) {
      Thread.onSpinWait();
    }
    worker.release();

    awaitState(id, "SUCCEEDED");
    assertThat(folder.resolve("out/_SUCCESS")).exists();
    assertThat(worker.heard.stream().filter(message -> message instanceof ToWorker.StartMap))
        .as("maps run once")
        .hasSize(1);
  }

  private boolean isActing(String node) throws Exception {
    try {
      call(node, "workers");
      return true;
    } catch (ExecutionException notYet) {
      return false;
    }
  }

  @Test
  void standbyForwardsToTheMasterThatActs() throws Exception {
    cluster.addMaster("two");
    // Requests go to one master after another.
    for (int call = 0; call < 4; call++) {
      assertThat(request(Addresses.JOBS_LIST, new JsonObject()).getJsonArray("items")).isEmpty();
    }
    refused(() -> call("two", "workers"), 503);
  }

  @Test
  void masterThatIsRefusedStepsDown() throws Exception {
    Bus bus = new Bus(cluster.vertx, "test");

    bus.send(
        Addresses.master("one"), new ToMaster.TermRefused(99, new WorkerId("worker", "life"), 1));

    while (isActing("one")) {
      Thread.onSpinWait();
    }
    refused(() -> call("one", "workers"), 503);
  }

  @Test
  void requestForNothingKnownIsRefused() {
    assertThatThrownBy(() -> call("one", "explode")).hasCauseInstanceOf(ReplyException.class);
    refused(() -> call("one", "explode"), 400);
  }
}
