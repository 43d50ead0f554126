package dev.cobnut.master.api;

import dev.cobnut.runtime.bus.Addresses;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The same requests as over HTTP, over the event bus: a failed reply carries the HTTP status as its
 * failure code and the problem document as its message. A submission's idempotency key comes as a
 * header, as in HTTP.
 */
public final class BusTriggers {
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final EventBus bus;
  private final MasterCalls master;
  private final List<MessageConsumer<Object>> consumers = new ArrayList<>();

  /** Begins to listen. */
  public BusTriggers(EventBus bus, MasterCalls master) {
    this.bus = bus;
    this.master = master;
    listen(Addresses.JOBS_SUBMIT, BusTriggers::submission);
    listen(Addresses.JOBS_GET, message -> request(Operation.GET, message));
    listen(Addresses.JOBS_LIST, message -> request(Operation.LIST, message));
    listen(Addresses.JOBS_CANCEL, message -> request(Operation.CANCEL, message));
  }

  /** Done when requests arrive here. */
  public Future<?> listening() {
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
  }

  private void listen(String address, Function<Message<Object>, JsonObject> translation) {
    consumers.add(
        bus.consumer(
            address,
            message -> {
              Future<JsonObject> answer;
              try {
                answer = master.call(translation.apply(message));
              } catch (ApiException refused) {
                answer = Future.failedFuture(refused);
              }
              MasterCalls.reply(message, answer);
            }));
  }

  private static JsonObject submission(Message<Object> message) {
    JsonObject request = Operation.SUBMIT.request().put("request", body(message));
    String key = message.headers().get(IDEMPOTENCY_KEY);
    return key == null ? request : request.put("idempotencyKey", key);
  }

  private static JsonObject request(Operation operation, Message<Object> message) {
    JsonObject body = body(message);
    Fields.of(body, operation.fields());
    return operation.request().mergeIn(body);
  }

  private static JsonObject body(Message<Object> message) {
    if (message.body() instanceof JsonObject json) {
      return json;
    }
    if (message.body() == null) {
      return new JsonObject();
    }
    throw Problem.malformed(
            "body: " + message.body().getClass().getSimpleName() + " (expected: a JSON object)")
        .toException();
  }
}
