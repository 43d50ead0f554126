package dev.cobnut.master.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/**
 * Which piece of a list a reader wants.
 *
 * @param after the cursor that the piece before ended with; empty for the first
 * @param limit how many items, at most
 */
record Page(String after, int limit) {
  static final int LIMIT_MAX = 1_000;

  /** Reads {@code limit} and {@code after}; both may be missing. */
  static Page of(Fields fields, int limitDefault) {
    int limit = fields.integer("limit", 1, LIMIT_MAX).map(Math::toIntExact).orElse(limitDefault);
    return new Page(fields.text("after").orElse(""), limit);
  }

  /**
   * Cuts the piece out of a list that is sorted by the readers' order.
   *
   * @param isAfter whether an item comes after the cursor
   */
  <T> JsonObject cut(
      List<T> sorted,
      Function<T, Boolean> isAfter,
      Function<T, String> cursor,
      Function<T, JsonObject> document) {
    JsonArray items = new JsonArray();
    String next = null;
    T last = null;
    for (T item : sorted) {
      if (!after.isEmpty() && !isAfter.apply(item)) {
        continue;
      }
      if (items.size() == limit) {
        next = last == null ? null : cursor.apply(last);
        break;
      }
      items.add(document.apply(item));
      last = item;
    }
    return new JsonObject().put("items", items).put("next", next);
  }
}
