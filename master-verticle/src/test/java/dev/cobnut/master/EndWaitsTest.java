package dev.cobnut.master;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.JobId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class EndWaitsTest {
  private static final JobId JOB = new JobId("job");
  private static final JsonObject ENDED = new JsonObject().put("state", "SUCCEEDED");
  private static final long LONG_MS = 600_000;

  private final Vertx vertx = Vertx.vertx();
  private final EndWaits waits = new EndWaits(vertx);

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void endIsToldAtOnceToAllThatWaitForItAndToNobodyElse() {
    Future<Optional<JsonObject>> one = waits.end(JOB, LONG_MS);
    Future<Optional<JsonObject>> other = waits.end(JOB, LONG_MS);
    Future<Optional<JsonObject>> ofAnother = waits.end(new JobId("another"), LONG_MS);
    assertThat(one.isComplete()).isFalse();

    waits.ended(JOB, ENDED);

    assertThat(one.result()).contains(ENDED);
    assertThat(other.result()).contains(ENDED);
    assertThat(ofAnother.isComplete()).isFalse();
  }

  @Test
  void endThatTakesLongerIsNotTold() throws Exception {
    Future<Optional<JsonObject>> late = waits.end(JOB, 1);

    assertThat(late.toCompletionStage().toCompletableFuture().get()).isEmpty();
  }

  @Test
  void whoWaitsWhenTheMasterStepsDownIsToldNothing() {
    Future<Optional<JsonObject>> end = waits.end(JOB, LONG_MS);

    waits.close();

    assertThat(end.isComplete()).isTrue();
    assertThat(end.result()).isEmpty();
  }
}
