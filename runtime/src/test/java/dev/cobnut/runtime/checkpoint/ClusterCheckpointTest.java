package dev.cobnut.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.cobnut.core.model.JobId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ClusterCheckpointTest extends CheckpointContract {
  private static Vertx vertx;
  private static HazelcastInstance hazelcast;

  private Checkpoint checkpoint;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    Config config = new Config();
    config.setClusterName("checkpoint-test");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.getNetworkConfig().setPort(0).setPortAutoIncrement(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    hazelcast = Hazelcast.newHazelcastInstance(config);
  }

  @AfterAll
  static void stop() {
    hazelcast.getLifecycleService().terminate();
    vertx.close().await();
  }

  @BeforeEach
  void empty() {
    MapNames.all().forEach(name -> hazelcast.getMap(name).clear());
    checkpoint = new ClusterCheckpoint(vertx, hazelcast);
  }

  @Override
  Checkpoint checkpoint() {
    return checkpoint;
  }

  @Test
  void twoMastersNeverShareATerm() {
    Checkpoint other = new ClusterCheckpoint(vertx, hazelcast);
    Future<Long> mine = checkpoint.raiseTerm();
    Future<Long> others = other.raiseTerm();

    assertThat(mine.await()).isNotEqualTo(others.await());
  }

  @Test
  void answerComesBackOnTheContextOfTheCall() {
    Context context = vertx.getOrCreateContext();
    Promise<Context> answeredOn = Promise.promise();
    context.runOnContext(
        none ->
            checkpoint
                .write(List.of(job(new JobId("a"))))
                .onComplete(done -> answeredOn.complete(Vertx.currentContext())));

    assertThat(answeredOn.future().await()).isEqualTo(context);
  }

  @Test
  void whatIsLeftOfAJobWithoutItsEntryIsPassedOver() {
    checkpoint.write(List.of(job(new JobId("a")), idle(new JobId("a"), 0, 1))).await();
    hazelcast.getMap(MapNames.JOBS).delete("a");

    assertThat(checkpoint.read().await()).isEmpty();
  }

  @Test
  void failedWriteIsToldAndDoesNotHoldUpTheNext() {
    Checkpoint broken = new ClusterCheckpoint(vertx, hazelcast);
    hazelcast.getMap(MapNames.META).set("term", "not a term");

    assertThat(broken.raiseTerm().otherwise(-1L).await()).isEqualTo(-1L);

    broken.write(List.of(job(new JobId("a")))).await();
    assertThat(broken.read().await()).hasSize(1);
  }
}
