package dev.cobnut.master.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a JSON object, read strictly: a field that isn't known, or of another JSON type, is
 * a problem of status 400; a number out of its bounds is one of 422. A field that is null counts as
 * missing.
 */
final class Fields {
  private static final int FOUND_CHARS_MAX = 80;

  private final JsonObject json;

  private Fields(JsonObject json) {
    this.json = json;
  }

  /** Checks that the object has no other fields than these. */
  static Fields of(JsonObject json, List<String> known) {
    for (String name : json.fieldNames()) {
      if (!known.contains(name)) {
        throw Problem.unknownField(name, known).toException();
      }
    }
    return new Fields(json);
  }

  Optional<String> text(String name) {
    Object value = json.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw illTyped(name, value, "a string");
  }

  String requiredText(String name, String expected) {
    return text(name).filter(text -> !text.isBlank()).orElseThrow(() -> missing(name, expected));
  }

  boolean flag(String name, boolean fallback) {
    Object value = json.getValue(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw illTyped(name, value, "true or false");
  }

  /** A whole number within bounds that are allowed themselves. */
  Optional<Long> integer(String name, long min, long max) {
    return integer(name, min, max, "");
  }

  /**
   * A whole number within bounds that are allowed themselves.
   *
   * @param meaning what the number does, for whoever gave one that is out of bounds; may be empty
   */
  Optional<Long> integer(String name, long min, long max, String meaning) {
    Object value = json.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    String expected = min + ".." + max + (meaning.isEmpty() ? "" : "; " + meaning);
    if (!(value instanceof Number number)) {
      throw illTyped(name, value, "a whole number, " + expected);
    }
    BigDecimal exact = new BigDecimal(number.toString());
    if (exact.stripTrailingZeros().scale() > 0) {
      throw illTyped(name, value, "a whole number, " + expected);
    }
    if (exact.compareTo(BigDecimal.valueOf(min)) < 0
        || exact.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw Problem.unprocessable(name, found(value), expected).toException();
    }
    return Optional.of(exact.longValueExact());
  }

  /** A list of strings, one or more. */
  List<String> requiredTexts(String name, String expected) {
    Object value = json.getValue(name);
    if (value == null) {
      throw missing(name, expected);
    }
    if (!(value instanceof JsonArray array)) {
      throw illTyped(name, value, "a list of strings");
    }
    List<String> texts = new ArrayList<>();
    for (int index = 0; index < array.size(); index++) {
      Object element = array.getValue(index);
      if (!(element instanceof String text)) {
        throw illTyped(name + "[" + index + "]", element, "a string");
      }
      texts.add(text);
    }
    if (texts.isEmpty()) {
      throw Problem.unprocessable(name, "an empty list", expected).toException();
    }
    return texts;
  }

  /** An object of texts; numbers and flags count as their texts. */
  Map<String, String> texts(String name) {
    Object value = json.getValue(name);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof JsonObject object)) {
      throw illTyped(name, value, "an object");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : object.fieldNames()) {
      Object element = object.getValue(key);
      if (!(element instanceof String || element instanceof Number || element instanceof Boolean)) {
        throw illTyped(name + "." + key, element, "a string, a number, true or false");
      }
      texts.put(key, element.toString());
    }
    return texts;
  }

  private static ApiException missing(String name, String expected) {
    return Problem.unprocessable(name, "missing", expected).toException();
  }

  private static ApiException illTyped(String name, Object value, String expected) {
    return Problem.illTyped(name, found(value), expected).toException();
  }

  private static String found(Object value) {
    String text = value instanceof String string ? "\"" + string + "\"" : String.valueOf(value);
    return text.length() <= FOUND_CHARS_MAX ? text : text.substring(0, FOUND_CHARS_MAX) + "...";
  }
}
