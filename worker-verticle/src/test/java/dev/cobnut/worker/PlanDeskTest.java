package dev.cobnut.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.PlanDescribed;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.StageSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PlanDeskTest {
  private final Vertx vertx = Vertx.vertx();
  private final CountDownLatch hangs = new CountDownLatch(1);

  @AfterEach
  void end() throws Exception {
    hangs.countDown();
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void planThatDoesNotReturnIsToldAsAFailure() throws Exception {
    PlanDesk desk =
        new PlanDesk(
            vertx,
            "a",
            order -> {
              hang();
              throw new AssertionError("unreached");
            },
            50);

    PlanDescribed told = await(desk.describe(LinkMessages.job()));

    assertThat(told.stages()).isEmpty();
    assertThat(told.failure().map(Failure::kind)).contains(Failure.Kind.SYSTEM);
    assertThat(told.failure().map(Failure::message).orElse("")).contains("50 ms");
  }

  @Test
  void planIsTold() throws Exception {
    PlanDescribed plan =
        new PlanDescribed(
            List.of(new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 3)), Optional.empty());

    assertThat(await(new PlanDesk(vertx, "a", order -> plan).describe(LinkMessages.job())))
        .isEqualTo(plan);
  }

  private void hang() {
    try {
      hangs.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
