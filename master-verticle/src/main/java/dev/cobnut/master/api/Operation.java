package dev.cobnut.master.api;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * What the acting master can be asked for, with the fields that each request may have beside {@code
 * op}.
 */
public enum Operation {
  /** {@code request} is the document of a submission; the rest never comes from a document. */
  SUBMIT("request", "idempotencyKey", "overwrite", "holdsJournal"),
  /** Answered when the job has ended, or after {@code waitMs}, or where no master acts. */
  GET("id", "waitMs"),
  LIST("state", "limit", "after"),
  CANCEL("id"),
  TASKS("id", "limit", "after"),
  OUTPUT("id", "limit", "after"),
  WORKERS,
  /** {@code draining} is false where the worker is to get tasks again. */
  DRAIN("worker", "draining"),
  PLUGINS,
  /** How far the journal has come. */
  JOURNAL;

  private static final String OP = "op";
  private static final long WAIT_MS_MAX = 60_000;

  @SuppressWarnings("ImmutableEnumChecker") // What List.of makes is.
  private final List<String> fields;

  Operation(String... fields) {
    this.fields = List.of(fields);
  }

  /** The fields that a request may have. */
  public List<String> fields() {
    return fields;
  }

  /** Whether it is answered from what was saved alone, so that no master need act for it. */
  public boolean readsJobs() {
    return this == GET || this == LIST || this == TASKS || this == OUTPUT;
  }

  /** A request for it, to which its fields are added. */
  public JsonObject request() {
    return new JsonObject().put(OP, name().toLowerCase(Locale.ROOT));
  }

  /** What a request asks for. */
  public static Operation of(JsonObject request) {
    Object op = request.getValue(OP);
    for (Operation operation : values()) {
      if (operation.name().toLowerCase(Locale.ROOT).equals(op)) {
        return operation;
      }
    }
    throw Problem.illTyped(OP, String.valueOf(op), "one of " + List.of(values())).toException();
  }

  /** How long the answer to a {@link #GET} may wait for the end of the job. */
  static long waitMs(Fields fields) {
    return fields.integer("waitMs", 0, WAIT_MS_MAX).orElse(0L);
  }

  /** The request's fields, without those that aren't known. */
  Fields fields(JsonObject request) {
    JsonObject fields = request.copy();
    fields.remove(OP);
    return Fields.of(fields, this.fields);
  }
}
