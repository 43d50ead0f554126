package dev.cobnut.master;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.runtime.bus.Addresses;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many segments of the journal stand between a small job and its result. */
@Timeout(60)
final class SegmentCountTest {
  private static final int JOBS = 5;

  @TempDir Path folder;
  private TestCluster cluster;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("input.txt"), "a b c\n");
    cluster = new TestCluster(folder, Map.of());
    cluster.addMaster("one");
    cluster.addReadyWorker("worker", 2);
    while (workers() == 0) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private int workers() throws Exception {
    try {
      return call("workers").getJsonArray("items").size();
    } catch (ExecutionException notActingYet) {
      return 0;
    }
  }

  private JsonObject call(String op) throws Exception {
    return request(Addresses.api("one"), new JsonObject().put("op", op));
  }

  private JsonObject request(String address, JsonObject body) throws Exception {
    return TestCluster.await(
        cluster.vertx.eventBus().<JsonObject>request(address, body).map(answer -> answer.body()));
  }

  private long segment() throws Exception {
    return call("journal").getLong("segment");
  }

  private void run(String output) throws Exception {
    JsonObject submission =
        new JsonObject()
            .put("job", "test-job")
            .put("input", new JsonArray().add(folder.resolve("input.txt").toString()))
            .put("output", folder.resolve(output).toString())
            .put("reducers", 1)
            .put("parameters", new JsonObject().put("pattern", "x"));
    String id = request(Addresses.JOBS_SUBMIT, submission).getString("id");
    String state = "";
    while (!state.equals("SUCCEEDED")) {
      state = request(Addresses.JOBS_GET, new JsonObject().put("id", id)).getString("state");
      assertThat(state).isNotIn("FAILED", "CANCELLED");
    }
  }

  /** Accepted, planned, mapped, reduced with decided, ended; a sign of life may come between. */
  @Test
  void smallJobTakesFiveSegments() throws Exception {
    long fewest = Long.MAX_VALUE;
    for (int job = 0; job < JOBS; job++) {
      long before = segment();
      run("out-" + job);
      fewest = Math.min(fewest, segment() - before);
    }
    assertThat(fewest).isEqualTo(5);
  }
}
