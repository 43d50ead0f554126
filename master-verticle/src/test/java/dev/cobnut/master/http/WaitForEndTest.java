package dev.cobnut.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.master.TestCluster;
import dev.cobnut.master.api.Operation;
import dev.cobnut.runtime.bus.Addresses;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What readers are told that wait for a job's end, where no worker is there at first. */
@Timeout(60)
final class WaitForEndTest {
  @TempDir Path folder;
  private TestCluster cluster;
  private HttpProbe http;
  private String path;

  @BeforeEach
  void start() throws Exception {
    cluster = new TestCluster(folder, Map.of("cluster.quorum", 2));
    http = new HttpProbe(cluster.addHttp("node"), folder);
    cluster.addMaster("one");
    cluster.addMaster("two");
    http.awaitMaster();
    JsonObject job = http.accepted(http.submission("out").put("reducers", 1));
    path = "/api/v1/jobs/" + job.getString("id");
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private static JsonObject told(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  @Test
  void jobThatGoesOnIsToldAsItIsWhenTheTimeIsOver() throws Exception {
    long startNs = System.nanoTime();

    JsonObject job = http.getJson(path + "?waitMs=2500");

    assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(2_500_000_000L);
    assertThat(job.getValue("endedAt")).isNull();
  }

  @Test
  void endIsToldToAllThatWaitForIt() throws Exception {
    CompletableFuture<HttpResponse<String>> one = http.getLater(path + "?waitMs=60000");
    CompletableFuture<HttpResponse<String>> other = http.getLater(path + "?waitMs=60000");

    cluster.addReadyWorker("worker", 2);

    assertThat(told(one.get()).getString("state")).isEqualTo("SUCCEEDED");
    assertThat(other.get().body()).isEqualTo(one.get().body());
  }

  /** Over the bus, where the master isn't asked in pieces: it must tell by itself. */
  @Test
  void masterTellsTheEndWithoutBeingAskedAgain() throws Exception {
    JsonObject request =
        Operation.GET
            .request()
            .put("id", path.substring(path.lastIndexOf('/') + 1))
            .put("waitMs", 60_000);
    CompletableFuture<Message<JsonObject>> told =
        cluster
            .vertx
            .eventBus()
            .<JsonObject>request(
                Addresses.api("one"), request, new DeliveryOptions().setSendTimeout(90_000))
            .toCompletionStage()
            .toCompletableFuture();

    cluster.addReadyWorker("worker", 2);

    JsonObject job = told.get(40, TimeUnit.SECONDS).body();
    assertThat(job.getString("state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void readerThatWaitsIsToldWhatIsSavedWhenItsMasterGoes() throws Exception {
    CompletableFuture<HttpResponse<String>> later = http.getLater(path + "?waitMs=60000");
    // Whoever asks after it has been heard after it.
    http.getJson(path);

    cluster.removeMaster("one");

    JsonObject job = told(later.get(30, TimeUnit.SECONDS));
    assertThat(path).endsWith(job.getString("id"));
    assertThat(job.getValue("endedAt")).isNull();
  }
}
