package dev.cobnut.master;

import dev.cobnut.core.model.JobId;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Publishes a job's document when its state changes, at once, and when its counts do, a few times a
 * second at most. Confined to the master's context.
 */
final class JobNews {
  private final Bus bus;
  private final Map<JobId, JsonObject> told = new HashMap<>();

  JobNews(Bus bus) {
    this.bus = bus;
  }

  /** Tells a document, unless it says what was told last. */
  void tell(JobId job, JsonObject document, boolean isLast) {
    JsonObject essence = essence(document);
    if (!essence.equals(told.put(job, essence))) {
      bus.publish(Addresses.JOBS_EVENTS, document);
      bus.publish(Addresses.jobEvents(job), document);
    }
    if (isLast) {
      told.remove(job);
    }
  }

  /** Forgets jobs that aren't active any more. */
  void keepOnly(List<JobId> active) {
    Set<JobId> kept = new HashSet<>(active);
    told.keySet().removeIf(job -> !kept.contains(job));
  }

  /** Without what changes only because time goes by. */
  private static JsonObject essence(JsonObject document) {
    JsonObject essence = document.copy();
    essence.getJsonObject("progress").remove("etaSeconds");
    return essence;
  }
}
