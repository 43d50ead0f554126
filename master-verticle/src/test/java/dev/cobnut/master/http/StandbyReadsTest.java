package dev.cobnut.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.master.TestCluster;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.checkpoint.SavedImage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is told of jobs while no master acts: with one master gone of two, there is no quorum for
 * the other to act.
 */
@Timeout(60)
final class StandbyReadsTest {
  private static final String JOBS = "/api/v1/jobs";

  @TempDir Path folder;
  private TestCluster cluster;
  private HttpProbe http;
  private final StuckMaps maps = new StuckMaps();

  @BeforeEach
  void start() throws Exception {
    cluster = new TestCluster(folder, Map.of("cluster.quorum", 3));
    http = new HttpProbe(cluster.addHttp("node"), folder);
    cluster.addMaster("one");
    cluster.addMaster("two", maps);
    cluster.addReadyWorker("worker", 2);
    http.awaitWorkers(1);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private void loseMaster() throws Exception {
    cluster.removeMaster("one");
    assertThat(http.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(http.getJson("/api/v1/cluster").getValue("master")).isNull();
    assertThat(http.getJson("/api/v1/cluster").getValue("journal")).isNull();
  }

  private static JsonArray items(JsonObject list) {
    return list.getJsonArray("items");
  }

  @Test
  void jobThatHasEndedReadsTheSameWithoutAMaster() throws Exception {
    String path = JOBS + "/" + http.accepted(http.submission("out")).getString("id");
    http.awaitState(path.substring(JOBS.length() + 1), "SUCCEEDED");
    JsonObject job = http.getJson(path);
    JsonObject list = http.getJson(JOBS);
    JsonObject output = http.getJson(path + "/output");
    JsonObject tasks = http.getJson(path + "/tasks");

    loseMaster();

    assertThat(http.getJson(path)).isEqualTo(job);
    assertThat(http.getJson(JOBS)).isEqualTo(list);
    assertThat(http.getJson(path + "/output")).isEqualTo(output);
    assertThat(items(http.getJson(path + "/tasks"))).hasSameSizeAs(items(tasks));
    assertThat(items(http.getJson(JOBS + "?state=FAILED"))).isEmpty();
  }

  @Test
  void jobThatWasAcceptedIsFoundWithoutAMaster() throws Exception {
    for (int number = 0; number < 20; number++) {
      http.accepted(http.submission("out" + number));
    }
    String last = http.accepted(http.submission("out")).getString("id");

    loseMaster();

    assertThat(http.job(last).getString("id")).isEqualTo(last);
    assertThat(items(http.getJson(JOBS))).hasSize(21);
    assertThat(http.get(JOBS + "/unknown").statusCode()).isEqualTo(404);
  }

  @Test
  void jobIsReadWithoutAMasterWhileTheMapsDontAnswer() throws Exception {
    String id = http.accepted(http.submission("out")).getString("id");
    maps.areStuck = true;

    loseMaster();

    assertThat(http.job(id).getString("id")).isEqualTo(id);
    assertThat(maps.asked.get()).isPositive();
  }

  @Test
  void nothingIsSubmittedOrCancelledWithoutAMaster() throws Exception {
    String id = http.accepted(http.submission("out")).getString("id");

    loseMaster();

    assertUnavailable(http.submit(http.submission("other")));
    assertUnavailable(http.send(http.to(JOBS + "/" + id).DELETE()));
    assertUnavailable(http.get("/api/v1/workers"));
  }

  private static void assertUnavailable(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void readersAreToldWhatTheNextMasterSaysOnceItActs() throws Exception {
    String id = http.accepted(http.submission("out")).getString("id");
    http.awaitState(id, "SUCCEEDED");
    JsonObject job = http.job(id);
    loseMaster();
    assertThat(http.job(id)).isEqualTo(job);

    cluster.addMaster("three");
    http.awaitWorkers(1);

    assertThat(http.job(id)).isEqualTo(job);
    String next = http.accepted(http.submission("next")).getString("id");
    assertThat(http.awaitState(next, "SUCCEEDED").getString("id")).isEqualTo(next);
  }

  @Test
  void whereNobodyMayBecomeMasterNothingIsRead() throws Exception {
    String id = http.accepted(http.submission("out")).getString("id");
    loseMaster();
    cluster.removeMaster("two");

    assertUnavailable(http.get(JOBS + "/" + id));
  }

  @Test
  void actingMasterTellsHowFarItsJournalHasCome() throws Exception {
    JsonObject before = http.getJson("/api/v1/cluster").getJsonObject("journal");
    http.accepted(http.submission("out"));
    JsonObject after = http.getJson("/api/v1/cluster").getJsonObject("journal");

    assertThat(before.getLong("term")).isPositive();
    assertThat(after.getLong("term")).isEqualTo(before.getLong("term"));
    assertThat(after.getLong("segment")).isGreaterThan(before.getLong("segment"));
    assertThat(after.getLong("snapshot")).isZero();
    assertThat(
            http.send(
                    http.to("/api/v1/cluster").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(200);
  }

  /** Maps that hold nothing, and at some time answer no more. */
  private static final class StuckMaps implements Checkpoint {
    private volatile boolean areStuck;
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public Future<Optional<Base>> read(long segmentMin) {
      if (areStuck) {
        asked.incrementAndGet();
        return Promise.<Optional<Base>>promise().future();
      }
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Void> open(long term, List<SavedImage> images) {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> write(long segment, List<SavedImage> images) {
      return Future.succeededFuture();
    }

    @Override
    public void leave(long term) {}
  }
}
