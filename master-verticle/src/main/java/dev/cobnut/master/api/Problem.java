package dev.cobnut.master.api;

import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request isn't done, as RFC 9457 writes it. Immutable.
 *
 * @param status of HTTP; on the bus the failure code
 * @param kind what it is, in words joined by hyphens; its {@code type} is {@link #TYPE_PREFIX} with
 *     the kind
 * @param title one phrase, the same for all problems of the kind
 * @param detail one sentence on this one
 * @param members what else the document holds, such as {@code field}, {@code found}, {@code
 *     expected}
 */
public record Problem(
    int status, String kind, String title, String detail, Map<String, Object> members) {
  /** What every {@code type} begins with. */
  public static final String TYPE_PREFIX = "urn:cobnut:problem:";

  private static final String EXPECTED = " (expected: ";
  private static final String RETRY_AFTER = "retryAfterSeconds";

  public Problem {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** A problem without further members. */
  public static Problem of(int status, String kind, String title, String detail) {
    return new Problem(status, kind, title, detail, Map.of());
  }

  /** A request that can't be read at all. */
  public static Problem malformed(String detail) {
    return of(400, "malformed-request", "Malformed request", detail);
  }

  /** A field or query parameter that isn't known. */
  public static Problem unknownField(String field, List<String> known) {
    String expected = "one of " + String.join(", ", known);
    return of(
            400, "unknown-field", "Unknown field", field + ": unknown (expected: " + expected + ")")
        .about(field, null, expected);
  }

  /** A field of the wrong JSON type, or a query parameter that can't be read. */
  public static Problem illTyped(String field, String found, String expected) {
    return of(400, "ill-typed-field", "Ill-typed field", sentence(field, found, expected))
        .about(field, found, expected);
  }

  /** A field that can be read, but not be followed. */
  public static Problem unprocessable(String field, String found, String expected) {
    return of(422, "bad-value", "Bad value", sentence(field, found, expected))
        .about(field, found, expected);
  }

  /** Nothing is called so. */
  public static Problem notFound(String what, String id) {
    return of(404, "not-found", "Not found", what + " \"" + id + "\": not found");
  }

  /** Something stands in the way that may go away. */
  public static Problem conflict(String kind, String title, String detail) {
    return of(409, kind, title, detail);
  }

  /** A path that the configuration closes. */
  public static Problem outsideRoots(String field, String path, String roots) {
    return of(403, "outside-roots", "Outside the storage roots", sentence(field, path, roots))
        .about(field, path, roots);
  }

  /** No master acts, or none answers; ask again. */
  public static Problem noMaster(String detail) {
    return of(503, "no-master", "No acting master", detail).with(RETRY_AFTER, 1);
  }

  /** As many jobs wait as may wait. */
  public static Problem queueFull(int jobsMax) {
    return of(
            429,
            "queue-full",
            "Queue full",
            "jobs that have not ended: " + jobsMax + " (jobs.max: " + jobsMax + ")")
        .with(RETRY_AFTER, 5);
  }

  /** Something broke that the sender has no part in. */
  public static Problem internal(String detail) {
    return of(500, "internal-error", "Internal error", detail);
  }

  /**
   * A field that can be read, but not be followed, in words that exist already.
   *
   * @param sentence what was found, with {@code (expected: ...)} at its end
   */
  public static Problem sentence(String field, String sentence) {
    int expected = sentence.lastIndexOf(EXPECTED);
    if (expected < 0 || !sentence.endsWith(")")) {
      return of(422, "bad-value", "Bad value", field + ": " + sentence).with("field", field);
    }
    return unprocessable(
        field,
        sentence.substring(0, expected),
        sentence.substring(expected + EXPECTED.length(), sentence.length() - 1));
  }

  private static String sentence(String field, String found, String expected) {
    return field + ": " + found + EXPECTED + expected + ")";
  }

  private Problem about(String field, @Nullable Object found, String expected) {
    Problem named = with("field", field);
    return (found == null ? named : named.with("found", found)).with("expected", expected);
  }

  /** The same, with one more member. */
  public Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(status, kind, title, detail, more);
  }

  /** Seconds to wait before asking again; 0 where asking again is no use. */
  public int retryAfterSeconds() {
    return members.get(RETRY_AFTER) instanceof Number seconds ? seconds.intValue() : 0;
  }

  /** The problem document. */
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("type", TYPE_PREFIX + kind)
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    members.forEach(json::put);
    return json;
  }

  /** Reads what {@link #toJson()} wrote. */
  public static Problem parse(JsonObject json) {
    Map<String, Object> members = new LinkedHashMap<>(json.getMap());
    List.of("type", "title", "status", "detail").forEach(members::remove);
    String type = json.getString("type", "");
    return new Problem(
        json.getInteger("status", 500),
        type.startsWith(TYPE_PREFIX) ? type.substring(TYPE_PREFIX.length()) : type,
        json.getString("title", ""),
        json.getString("detail", ""),
        members);
  }

  /** The exception that carries it. */
  public ApiException toException() {
    return new ApiException(this);
  }
}
