package dev.cobnut.app.show;

import io.vertx.core.json.JsonObject;

/** Job documents as a master writes them. */
final class Documents {
  private Documents() {}

  static JobDocument job(String state, double percent) {
    return new JobDocument(
        new JsonObject()
            .put("id", "j1")
            .put("job", "wordcount")
            .put("state", state)
            .put(
                "progress",
                new JsonObject()
                    .put("map", counts(27, 12))
                    .put("reduce", counts(4, 0))
                    .put("percent", percent)
                    .put("etaSeconds", 72))
            .put("counters", new JsonObject().put(JobCounters.INPUT_BYTES, 236_000_000L))
            .put("submittedAt", "2026-11-22T10:00:00.000Z")
            .put("output", "/tmp/out"));
  }

  private static JsonObject counts(int total, int completed) {
    return new JsonObject()
        .put("total", total)
        .put("completed", completed)
        .put("running", 2)
        .put("failed", 0);
  }
}
