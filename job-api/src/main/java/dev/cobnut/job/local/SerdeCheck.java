package dev.cobnut.job.local;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.KeySerde;
import dev.cobnut.job.Serde;
import dev.cobnut.job.StagePlan;
import dev.cobnut.job.Utf8;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Watches a run and checks the encodings of all keys and values. What is wrong is told after the
 * run. Confined to one thread.
 */
final class SerdeCheck implements Variation {
  private static final int SHOWN_BYTES_MAX = 40;

  private final TreeSet<Utf8> keys = new TreeSet<>();
  private @Nullable KeySerde<?> keySerde;
  private @Nullable String problem;

  @Override
  public <K, V> void emitted(StagePlan<?, K, V, ?, ?> stage, ByteOutput key, ByteOutput value) {
    keySerde = stage.keys();
    keys.add(new Utf8(key.toByteArray(), 0, key.length()));
    checkRoundTrip("value", stage.values(), value);
    checkRoundTrip("key", stage.keys(), key);
  }

  private <T> void checkRoundTrip(String what, Serde<T> serde, ByteOutput encoded) {
    ByteOutput again = new ByteOutput();
    try {
      serde.encode(serde.decode(encoded.toByteArray(), 0, encoded.length()), again);
    } catch (IllegalArgumentException refused) {
      note(what + " serde: can't decode " + hex(encoded) + ", which it encoded: " + refused);
      return;
    }
    if (!Arrays.equals(encoded.toByteArray(), again.toByteArray())) {
      note(
          what
              + " serde: decoded and encoded again, a "
              + what
              + " is "
              + hex(again)
              + " (expected: "
              + hex(encoded)
              + ")");
    }
  }

  /**
   * Checks the order of the keys that were emitted.
   *
   * @throws AssertionError where anything was wrong
   */
  void verify() {
    if (problem == null && keySerde != null) {
      checkOrder(keySerde);
    }
    if (problem != null) {
      throw new AssertionError(problem);
    }
  }

  private <K> void checkOrder(KeySerde<K> serde) {
    Utf8 last = null;
    for (Utf8 next : keys) {
      if (last != null) {
        K left = serde.decode(last.array(), last.offset(), last.length());
        K right = serde.decode(next.array(), next.offset(), next.length());
        if (KeyOrder.compare(left, right).orElse(-1) >= 0) {
          note(
              "key serde: the bytes of "
                  + left
                  + " stand before those of "
                  + right
                  + " (expected: the order of the keys)");
          return;
        }
      }
      last = next;
    }
  }

  private void note(String found) {
    if (problem == null) {
      problem = found;
    }
  }

  private static String hex(ByteOutput bytes) {
    int shown = Math.min(SHOWN_BYTES_MAX, bytes.length());
    String text = HexFormat.of().formatHex(bytes.array(), 0, shown);
    return shown < bytes.length() ? text + "... (" + bytes.length() + " bytes)" : text;
  }
}
