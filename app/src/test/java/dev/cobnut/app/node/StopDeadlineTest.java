package dev.cobnut.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StopDeadlineTest {
  private final CountDownLatch ended = new CountDownLatch(1);

  @Test
  void whoDoesNotStopIsEnded() throws InterruptedException {
    new StopDeadline(10, ended::countDown).set();

    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoHasStoppedIsLeftAlone() throws InterruptedException {
    StopDeadline deadline = new StopDeadline(60_000, ended::countDown);
    deadline.set();
    Thread watch =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("cobnut-stop-deadline"))
            .findFirst()
            .orElseThrow();

    deadline.met();

    watch.join(60_000);
    assertThat(watch.isAlive()).isFalse();
    assertThat(ended.getCount()).isEqualTo(1);
  }
}
