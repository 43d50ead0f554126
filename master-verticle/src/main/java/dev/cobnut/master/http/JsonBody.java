package dev.cobnut.master.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.cobnut.master.api.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the JSON object that a request carries. */
final class JsonBody {
  private static final String MEDIA_TYPE = "application/json";

  private JsonBody() {}

  /**
   * The object.
   *
   * @throws dev.cobnut.master.api.ApiException 415 where it is said to be something else, 400 where
   *     it is
   */
  static JsonObject of(RoutingContext context) {
    requireJson(context.request());
    Buffer body = context.body().buffer();
    if (body == null || body.length() == 0) {
      throw Problem.malformed("body: empty (expected: a JSON object)").toException();
    }
    Object value;
    try {
      value = Json.decodeValue(body);
    } catch (DecodeException malformed) {
      throw malformed(malformed.getCause()).toException();
    }
    if (value instanceof JsonObject object) {
      return object;
    }
    throw Problem.malformed("body: another kind of JSON value (expected: a JSON object)")
        .toException();
  }

  private static void requireJson(HttpServerRequest request) {
    String given = request.getHeader("Content-Type");
    String type = given == null ? "" : given.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    if (!type.equals(MEDIA_TYPE)) {
      String found = given == null ? "missing" : "\"" + given + "\"";
      throw Problem.of(
              415,
              "unsupported-media-type",
              "Unsupported media type",
              "Content-Type: " + found + " (expected: " + MEDIA_TYPE + ")")
          .toException();
    }
  }

  private static Problem malformed(@Nullable Throwable cause) {
    if (!(cause instanceof JsonProcessingException failure) || failure.getLocation() == null) {
      return Problem.malformed("body: not JSON (expected: a JSON object)");
    }
    JsonLocation at = failure.getLocation();
    return Problem.malformed(
            "body: line "
                + at.getLineNr()
                + ", column "
                + at.getColumnNr()
                + ": "
                + failure.getOriginalMessage()
                + " (expected: a JSON object)")
        .with("line", at.getLineNr())
        .with("column", at.getColumnNr());
  }
}
