package dev.cobnut.runtime.bus;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus as master and workers use it: records in and out, and a message that can't be read
 * is logged and counted, never thrown. It delivers at most once. Safe for use by any thread.
 */
public final class Bus {
  /** What a question is failed with by a worker that follows a master of another term. */
  public static final int OTHER_TERM = 409;

  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
  private static final String FROM = "from";

  private final Vertx vertx;
  private final String node;
  private final AtomicLong refused = new AtomicLong();

  /** A bus whose messages don't say who sends them. */
  public Bus(Vertx vertx) {
    this(vertx, "?");
  }

  /** A bus whose messages say that this node sends them. */
  public Bus(Vertx vertx, String node) {
    this.vertx = vertx;
    this.node = node;
  }

  /** Sends a message to whoever listens, once, without an answer. */
  public void send(String address, Record message) {
    vertx.eventBus().send(address, MessageJson.encode(message), options());
  }

  /** Sends a message to all who listen. */
  public void publish(String address, Record message) {
    vertx.eventBus().publish(address, MessageJson.encode(message), options());
  }

  /** Sends a document to all who listen. */
  public void publish(String address, JsonObject document) {
    vertx.eventBus().publish(address, document, options());
  }

  /** Asks, and fails if no answer comes in time. */
  public Future<JsonObject> request(String address, JsonObject body, long timeoutMs) {
    return vertx
        .eventBus()
        .<JsonObject>request(address, body, options().setSendTimeout(timeoutMs))
        .map(Message::body);
  }

  /** Asks with a message, and fails if no answer comes in time. */
  public Future<JsonObject> request(String address, Record message, long timeoutMs) {
    return request(address, MessageJson.encode(message), timeoutMs);
  }

  /** Has what workers say told, on the caller's context. */
  public MessageConsumer<JsonObject> onToMaster(
      String address, Consumer<Delivery<ToMaster>> receiver) {
    return on(address, MessageJson::toMaster, receiver);
  }

  /** Has what masters say told, on the caller's context. */
  public MessageConsumer<JsonObject> onToWorker(
      String address, Consumer<Delivery<ToWorker>> receiver) {
    return on(address, MessageJson::toWorker, receiver);
  }

  /** How many messages couldn't be read. */
  public long refusedMessages() {
    return refused.get();
  }

  private <M> MessageConsumer<JsonObject> on(
      String address, Function<JsonObject, M> decoder, Consumer<Delivery<M>> receiver) {
    return vertx
        .eventBus()
        .consumer(
            address,
            envelope -> {
              M message;
              try {
                message = decoder.apply(envelope.body());
              } catch (RuntimeException e) {
                refused.incrementAndGet();
                LOG.warn(
                    "refused a message at {} from {}: {}", address, sender(envelope), describe(e));
                envelope.fail(400, describe(e));
                return;
              }
              receiver.accept(new Delivery<>(message, envelope));
            });
  }

  private static String describe(RuntimeException failure) {
    return failure instanceof MessageException
        ? String.valueOf(failure.getMessage())
        : "not a JSON object (expected: one)";
  }

  static String sender(Message<JsonObject> envelope) {
    String from = envelope.headers().get(FROM);
    return from == null ? "?" : from;
  }

  private DeliveryOptions options() {
    return new DeliveryOptions().addHeader(FROM, node);
  }
}
