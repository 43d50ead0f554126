package dev.cobnut.job.local;

import dev.cobnut.job.Pair;
import dev.cobnut.job.Utf8;
import java.util.Arrays;
import java.util.OptionalInt;

/** The order that the author of a job expects of keys. */
final class KeyOrder {
  private KeyOrder() {}

  /** Compares two keys of one type; empty where the type has no order. */
  static OptionalInt compare(Object left, Object right) {
    if (left instanceof String leftText && right instanceof String rightText) {
      return OptionalInt.of(Utf8.of(leftText).compareTo(Utf8.of(rightText)));
    }
    if (left instanceof byte[] leftBytes && right instanceof byte[] rightBytes) {
      return OptionalInt.of(Arrays.compareUnsigned(leftBytes, rightBytes));
    }
    if (left instanceof Pair<?, ?> leftPair && right instanceof Pair<?, ?> rightPair) {
      OptionalInt first = compare(leftPair.first(), rightPair.first());
      return first.isPresent() && first.getAsInt() == 0
          ? compare(leftPair.second(), rightPair.second())
          : first;
    }
    if (left instanceof Comparable<?> && left.getClass() == right.getClass()) {
      // Of one class, and comparable: with each other, by the contract of Comparable.
      @SuppressWarnings("unchecked")
      Comparable<Object> comparable = (Comparable<Object>) left;
      return OptionalInt.of(comparable.compareTo(right));
    }
    return OptionalInt.empty();
  }
}
