package dev.cobnut.app.fault;

import dev.cobnut.runtime.bus.Addresses;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does to messages, and to answers, what a network may do: some are lost, some come twice, some
 * late and thus in another order. By seed; safe for use by any thread.
 */
final class FaultyBus {
  private static final String COPY = "copy";

  private final Vertx vertx;
  private final SplittableRandom random;
  private final double lost;
  private final double doubled;
  private final int lateMsMax;
  private final AtomicInteger losses = new AtomicInteger();
  private final AtomicInteger copies = new AtomicInteger();
  private final AtomicInteger delays = new AtomicInteger();

  private FaultyBus(Vertx vertx, long seed, double lost, double doubled, int lateMsMax) {
    this.vertx = vertx;
    this.random = new SplittableRandom(seed);
    this.lost = lost;
    this.doubled = doubled;
    this.lateMsMax = lateMsMax;
  }

  /**
   * Stands between all who talk over a bus.
   *
   * @param lost share of messages
   * @param doubled share of messages
   * @param lateMsMax every fourth message is late, by up to so much
   */
  static FaultyBus on(Vertx vertx, long seed, double lost, double doubled, int lateMsMax) {
    FaultyBus bus = new FaultyBus(vertx, seed, lost, doubled, lateMsMax);
    vertx.eventBus().addOutboundInterceptor(bus::pass);
    return bus;
  }

  int losses() {
    return losses.get();
  }

  int copies() {
    return copies.get();
  }

  int delays() {
    return delays.get();
  }

  private synchronized void pass(DeliveryContext<Object> delivery) {
    Message<Object> message = delivery.message();
    // Questions of the test itself aren't part of it.
    if (message.headers().contains(COPY) || message.address().startsWith("cobnut.api")) {
      delivery.next();
      return;
    }
    if (random.nextDouble() < lost) {
      losses.incrementAndGet();
      return;
    }
    if (message.isSend() && !isAnswer(message) && random.nextDouble() < doubled) {
      copies.incrementAndGet();
      DeliveryOptions options =
          new DeliveryOptions().setHeaders(message.headers()).addHeader(COPY, "1");
      vertx.setTimer(
          1 + random.nextInt(300),
          later -> vertx.eventBus().send(message.address(), message.body(), options));
    }
    if (lateMsMax > 0 && random.nextInt(4) == 0) {
      delays.incrementAndGet();
      vertx.setTimer(1 + random.nextInt(lateMsMax), later -> delivery.next());
    } else {
      delivery.next();
    }
  }

  private static boolean isAnswer(Message<Object> message) {
    return !message.address().startsWith("cobnut.")
        || message.address().equals(Addresses.JOBS_EVENTS);
  }
}
