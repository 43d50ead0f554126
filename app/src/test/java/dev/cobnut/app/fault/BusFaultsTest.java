package dev.cobnut.app.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.app.PluginJars;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.local.LocalRunner;
import dev.cobnut.jobs.wordcount.WordCount;
import dev.cobnut.master.MasterVerticle;
import dev.cobnut.runtime.Node;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.bus.Membership;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.Role;
import dev.cobnut.runtime.plugin.PluginRegistry;
import dev.cobnut.runtime.storage.MemoryStateStorage;
import dev.cobnut.worker.WorkerVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A master, three workers and a job, while the bus loses, doubles and delays what they say. */
@Timeout(180)
final class BusFaultsTest {
  private static final int REDUCERS = 3;
  private static final List<String> NODES = List.of("a", "b", "c");

  @TempDir Path folder;
  private Vertx vertx;
  private Path input;

  @BeforeEach
  void prepare() throws Exception {
    vertx = Vertx.vertx();
    PluginJars.shipped(
        Files.createDirectory(folder.resolve("plugins")), "job-wordcount", WordCount.class);
    input = Files.createDirectory(folder.resolve("in"));
    for (int file = 0; file < 12; file++) {
      StringBuilder text = new StringBuilder();
      for (int line = 0; line < 500; line++) {
        text.append("w").append(line * file % 97).append(" v").append(line).append('\n');
      }
      Files.writeString(input.resolve("text-" + file), text);
    }
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void messagesThatComeTwiceHaveNoEffect() throws Exception {
    FaultyBus bus = FaultyBus.on(vertx, 1, 0, 0.7, 0);

    runsRightUntil(bus::copies, 20);
  }

  @Test
  void messagesThatComeLateAndInAnotherOrderHaveNoEffect() throws Exception {
    FaultyBus bus = FaultyBus.on(vertx, 2, 0, 0.2, 5_000);

    runsRightUntil(bus::delays, 20);
  }

  @Test
  void messagesAndAnswersThatAreLostAreSaidAgain() throws Exception {
    FaultyBus bus = FaultyBus.on(vertx, 3, 0.1, 0, 0);

    runsRightUntil(bus::losses, 20);
  }

  /** Runs jobs until the fault has struck often enough: a quick machine says little for one. */
  private void runsRightUntil(IntSupplier strikes, int strikesMin) throws Exception {
    deploy();
    for (int job = 0; strikes.getAsInt() < strikesMin; job++) {
      runsRight(folder.resolve("out-" + job), folder.resolve("expected-" + job));
    }
  }

  private void runsRight(Path output, Path expected) throws Exception {
    String id = submit(output);
    JsonObject job = awaitEnd(id);

    assertThat(job.getString("state")).as(job.encode()).isEqualTo("SUCCEEDED");
    Files.createDirectory(expected);
    LocalRunner.of((MapReduceJob) new WordCount())
        .inputs(List.of(input.toString()))
        .reducers(REDUCERS)
        .runTo(expected);
    for (int part = 0; part < REDUCERS; part++) {
      String name = "part-r-0000" + part;
      assertThat(output.resolve(name)).hasSameBinaryContentAs(expected.resolve(name));
    }
  }

  private void deploy() throws Exception {
    Config config =
        Config.load(
            new JsonObject()
                .put("data.dir", folder.resolve("data").toString())
                .put("plugins.dir", folder.resolve("plugins").toString())
                .put("heartbeat.interval", "200ms")
                .put("heartbeat.timeout", "2s")
                .put("worker.slots", 2)
                .encode(),
            Map.of(),
            Map.of());
    List<Node> nodes = new ArrayList<>();
    for (String name : NODES) {
      PluginRegistry plugins =
          new PluginRegistry(
              config.plugins().dir(),
              folder.resolve("cache-" + name),
              MapReduceJob.class.getClassLoader());
      plugins.scan();
      nodes.add(new Node(name, config, plugins, Checkpoint.none(), new Three(name)));
    }
    for (Node node : nodes) {
      await(vertx.deployVerticle(new WorkerVerticle(node)));
    }
    await(vertx.deployVerticle(new MasterVerticle(nodes.get(0), new MemoryStateStorage())));
  }

  /** Three nodes that are there all the time; the first alone stands for master. */
  private record Three(String self) implements Membership {
    @Override
    public List<Member> members() {
      return NODES.stream()
          .map(
              name ->
                  new Member(
                      name,
                      name.equals("a") ? List.of(Role.MASTER, Role.WORKER) : List.of(Role.WORKER)))
          .toList();
    }

    @Override
    public void onChange(Consumer<List<Member>> listener) {}

    @Override
    public Set<String> hosts() {
      return Set.of("localhost");
    }
  }

  private String submit(Path output) throws Exception {
    JsonObject request =
        new JsonObject()
            .put("job", "wordcount")
            .put("input", new JsonArray().add(input.toString()))
            .put("output", output.toString())
            .put("reducers", REDUCERS);
    JsonObject question =
        new JsonObject()
            .put("op", "submit")
            .put("request", request)
            .put("idempotencyKey", output.toString());
    return eventually(question).getString("id");
  }

  private JsonObject awaitEnd(String id) throws Exception {
    while (true) {
      JsonObject job = eventually(new JsonObject().put("op", "get").put("id", id));
      if (List.of("SUCCEEDED", "FAILED", "CANCELLED").contains(job.getString("state"))) {
        return job;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Asks until there is an answer. */
  private JsonObject eventually(JsonObject question) throws Exception {
    while (true) {
      try {
        return await(
            vertx.eventBus().<JsonObject>request(Addresses.api("a"), question).map(Message::body));
      } catch (java.util.concurrent.ExecutionException | TimeoutException notYet) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
