package dev.cobnut.master.http;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.master.api.MasterCalls;
import dev.cobnut.master.api.Operation;
import dev.cobnut.runtime.bus.Addresses;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A job's documents as server-sent events: what it is now, then each change, until it has ended.
 * Events of the bus may be lost, so the master is asked now and then, too. An event's id tells what
 * it says: whoever comes back with the id of what still holds isn't told again. Confined to the
 * context of the HTTP server.
 */
final class JobEventStream {
  private static final long ASK_MS = 5_000;

  private final Vertx vertx;
  private final MasterCalls master;
  private final JobId job;
  private final HttpServerResponse response;
  private final MessageConsumer<JsonObject> consumer;
  private final JsonObject first;
  private final long timer;
  private @Nullable String lastId;
  private boolean isEnded;

  /**
   * A stream that hasn't begun.
   *
   * @param first the job's document
   * @param lastId what the reader was told last; null where it comes for the first time
   */
  JobEventStream(
      Vertx vertx,
      MasterCalls master,
      HttpServerResponse response,
      JsonObject first,
      @Nullable String lastId) {
    this.vertx = vertx;
    this.master = master;
    this.response = response;
    this.lastId = lastId;
    this.job = new JobId(first.getString("id"));
    this.first = first;
    this.consumer = vertx.eventBus().consumer(Addresses.jobEvents(job));
    this.timer = vertx.setPeriodic(ASK_MS, tick -> ask());
  }

  /** Tells what is, then what comes. */
  void begin() {
    response.closeHandler(closed -> release());
    response.setChunked(true).putHeader("Content-Type", "text/event-stream");
    consumer.handler(event -> tell(event.body()));
    tell(first);
    consumer.completion().onSuccess(listening -> ask());
  }

  private void ask() {
    master
        .call(Operation.GET.request().put("id", job.value()))
        .onSuccess(this::tell)
        .onFailure(cause -> comment("no answer from a master"));
  }

  private void comment(String text) {
    if (!isEnded) {
      response.write(": " + text + "\n\n");
    }
  }

  private void tell(JsonObject document) {
    if (isEnded) {
      return;
    }
    boolean isLast = JobState.valueOf(document.getString("state")).isTerminal();
    String id = id(document);
    if (id.equals(lastId)) {
      comment("unchanged");
    } else if (isLast || !response.writeQueueFull()) {
      lastId = id;
      response.write("id: " + id + "\nevent: job\ndata: " + document.encode() + "\n\n");
    }
    if (isLast) {
      release();
      response.end();
    }
  }

  /** The same for the same state of the job, whichever node is asked. */
  private static String id(JsonObject document) {
    JsonObject essence = document.copy();
    essence.getJsonObject("progress").remove("etaSeconds");
    CRC32C crc = new CRC32C();
    crc.update(essence.encode().getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  private void release() {
    isEnded = true;
    vertx.cancelTimer(timer);
    consumer.unregister();
  }
}
