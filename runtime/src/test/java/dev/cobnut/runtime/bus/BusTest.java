package dev.cobnut.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.message.PlanDescribed;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.WorkerId;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BusTest {
  private static final ToMaster HEARTBEAT =
      new ToMaster.Heartbeat(3, new WorkerId("n", "x"), false, List.of(), List.of());

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, "left");

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void messageArrivesWithItsSender() throws InterruptedException {
    BlockingQueue<Delivery<ToMaster>> arrived = new LinkedBlockingQueue<>();
    bus.onToMaster(Addresses.master("m"), arrived::add).completion().await();

    bus.send(Addresses.master("m"), (Record) HEARTBEAT);

    Delivery<ToMaster> delivery = arrived.poll(10, TimeUnit.SECONDS);
    assertThat(delivery).isNotNull();
    assertThat(delivery.message()).isEqualTo(HEARTBEAT);
    assertThat(delivery.from()).isEqualTo("left");
  }

  @Test
  void messageThatCannotBeReadIsCountedAndTheNextArrives() throws InterruptedException {
    BlockingQueue<Delivery<ToMaster>> arrived = new LinkedBlockingQueue<>();
    bus.onToMaster("a", arrived::add).completion().await();

    vertx.eventBus().send("a", new JsonObject().put("type", "Hullo"));
    vertx.eventBus().send("a", "a text");
    vertx.eventBus().send("a", null);
    bus.send("a", (Record) HEARTBEAT);

    assertThat(arrived.poll(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(bus.refusedMessages()).isEqualTo(3);
  }

  @Test
  void requestIsAnswered() {
    PlanDescribed answer = new PlanDescribed(List.of(), Optional.empty());
    bus.onToWorker("w", delivery -> delivery.reply(answer)).completion().await();

    JsonObject reply = bus.request("w", new ToWorker.SayHello(1), 10_000).await();

    assertThat(MessageJson.planDescribed(reply)).isEqualTo(answer);
  }

  @Test
  void requestThatNobodyAnswersFailsInTime() {
    bus.onToWorker("w", delivery -> {}).completion().await();

    assertThatThrownBy(() -> bus.request("w", new ToWorker.SayHello(1), 50).await())
        .isInstanceOfSatisfying(
            ReplyException.class,
            failure -> assertThat(failure.failureType()).isEqualTo(ReplyFailure.TIMEOUT));
  }

  @Test
  void requestThatCannotBeReadIsToldSo() {
    bus.onToWorker("w", delivery -> {}).completion().await();

    assertThatThrownBy(() -> bus.request("w", new JsonObject(), 10_000).await())
        .isInstanceOfSatisfying(
            ReplyException.class, failure -> assertThat(failure.failureCode()).isEqualTo(400));
  }
}
