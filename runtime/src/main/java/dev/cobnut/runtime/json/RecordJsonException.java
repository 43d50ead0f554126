package dev.cobnut.runtime.json;

import org.jspecify.annotations.Nullable;

/** A tree isn't the form of the record that it should be. The message begins with the place. */
public final class RecordJsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String place;
  private final String problem;

  RecordJsonException(String problem) {
    this("", problem);
  }

  private RecordJsonException(String place, String problem) {
    super(place.isEmpty() ? problem : place + ": " + problem);
    this.place = place;
    this.problem = problem;
  }

  static RecordJsonException expected(@Nullable Object found, String expected) {
    String text = String.valueOf(found);
    String shown = text.length() > 100 ? text.substring(0, 100) + "..." : text;
    return new RecordJsonException("\"" + shown + "\" (expected: " + expected + ")");
  }

  RecordJsonException below(String name) {
    String joined = place.isEmpty() || place.startsWith("[") ? name + place : name + "." + place;
    return new RecordJsonException(joined, problem);
  }
}
