package dev.cobnut.app.show;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A job's JSON document, as HTTP and the event bus give it, read leniently. */
public record JobDocument(JsonObject json) {
  /** How many tasks of a kind are in which state. */
  public record Tasks(int total, int completed, int running, int failed) {
    private static Tasks of(@Nullable JsonObject json) {
      return json == null
          ? new Tasks(0, 0, 0, 0)
          : new Tasks(
              json.getInteger("total", 0),
              json.getInteger("completed", 0),
              json.getInteger("running", 0),
              json.getInteger("failed", 0));
    }
  }

  public String id() {
    return json.getString("id", "");
  }

  public String job() {
    return json.getString("job", "");
  }

  public String state() {
    return json.getString("state", "");
  }

  public String output() {
    return json.getString("output", "");
  }

  /** Whether the job stays as it is for ever. */
  public boolean isEnded() {
    return state().equals("SUCCEEDED") || state().equals("FAILED") || state().equals("CANCELLED");
  }

  public boolean isSucceeded() {
    return state().equals("SUCCEEDED");
  }

  private JsonObject progress() {
    return json.getJsonObject("progress", new JsonObject());
  }

  public Tasks maps() {
    return Tasks.of(progress().getJsonObject("map"));
  }

  public Tasks reduces() {
    return Tasks.of(progress().getJsonObject("reduce"));
  }

  /** 0 to 100. */
  public double percent() {
    return isSucceeded() ? 100 : progress().getDouble("percent", 0.0);
  }

  /** Empty where nothing can be said yet. */
  public Optional<Long> etaSeconds() {
    return Optional.ofNullable(progress().getLong("etaSeconds"));
  }

  /** All counters, by name. */
  public Map<String, Long> counters() {
    Map<String, Long> counters = new TreeMap<>();
    json.getJsonObject("counters", new JsonObject())
        .forEach(
            entry -> {
              if (entry.getValue() instanceof Number number) {
                counters.put(entry.getKey(), number.longValue());
              }
            });
    return counters;
  }

  public Optional<Instant> submittedAt() {
    return instant("submittedAt");
  }

  public Optional<Instant> startedAt() {
    return instant("startedAt");
  }

  public Optional<Instant> endedAt() {
    return instant("endedAt");
  }

  private Optional<Instant> instant(String name) {
    return Optional.ofNullable(json.getInstant(name));
  }

  /** How long the job has taken, from its submission to its end or to now. */
  public long elapsedMs(Instant now) {
    return submittedAt()
        .map(from -> Math.max(0, endedAt().orElse(now).toEpochMilli() - from.toEpochMilli()))
        .orElse(0L);
  }

  /** One line on why the job failed; empty where it didn't. */
  public String error() {
    Object error = json.getValue("error");
    if (error instanceof JsonObject object) {
      return object.getString("message", object.getString("detail", ""));
    }
    return error == null ? "" : error.toString();
  }

  /** Whose fault a failure was, as in {@code user-code}; empty where the job didn't fail. */
  public String errorKind() {
    return json.getValue("error") instanceof JsonObject object ? object.getString("kind", "") : "";
  }

  /** Whether records at which map fails are left out. */
  public boolean skipsBadRecords() {
    return json.getBoolean("skipBadRecords", false);
  }

  /** The stack trace or the record's place; may be empty. */
  public String errorDetail() {
    return json.getValue("error") instanceof JsonObject object
        ? object.getString("detail", "")
        : "";
  }
}
