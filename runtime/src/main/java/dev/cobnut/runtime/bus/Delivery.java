package dev.cobnut.runtime.bus;

import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;

/**
 * A message that arrived, with the way back. Confined to the context that it arrived on.
 *
 * @param <M> what it says
 */
public final class Delivery<M> {
  private final M message;
  private final Message<JsonObject> envelope;

  Delivery(M message, Message<JsonObject> envelope) {
    this.message = message;
    this.envelope = envelope;
  }

  /** What it says. */
  public M message() {
    return message;
  }

  /** The node that sent it. */
  public String from() {
    return Bus.sender(envelope);
  }

  /** Answers a request. */
  public void reply(Record answer) {
    envelope.reply(MessageJson.encode(answer));
  }

  /** Answers a request with a failure. */
  public void fail(int code, String why) {
    envelope.fail(code, why);
  }
}
