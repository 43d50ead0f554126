package dev.cobnut.job;

/**
 * The stock serdes. All but {@link #tuple} and {@link #none} sort as their values do, and so serve
 * for keys.
 *
 * <table>
 *   <caption>Encodings</caption>
 *   <tr><th>serde</th><th>bytes</th><th>order</th></tr>
 *   <tr><td>utf8, string</td><td>UTF-8</td><td>code points</td></tr>
 *   <tr><td>bytes</td><td>as they are</td><td>unsigned, the shorter first</td></tr>
 *   <tr><td>int64</td><td>8, big-endian, sign flipped</td><td>numbers</td></tr>
 *   <tr><td>float64</td><td>8, IEEE 754, all bits flipped where negative, else the sign</td><td>{@link Double#compare}</td></tr>
 *   <tr><td>pair</td><td>the first with 00 as 00 FF, then 00 00, then the second</td><td>first, then second</td></tr>
 *   <tr><td>tuple</td><td>varint length of the first, the first, the second</td><td>none</td></tr>
 *   <tr><td>none</td><td>no bytes</td><td>none</td></tr>
 * </table>
 */
public final class Serdes {
  private Serdes() {}

  /** Text as a view of bytes, without decoding. */
  public static KeySerde<Utf8> utf8() {
    return ScalarSerdes.UTF8;
  }

  /** Text as strings. An unpaired surrogate is written as {@code ?}, as Java does. */
  public static KeySerde<String> string() {
    return ScalarSerdes.STRING;
  }

  /** Longs. */
  public static Int64Serde int64() {
    return Int64Serde.INSTANCE;
  }

  /** Doubles; every NaN becomes the one of {@link Double#NaN}, and -0.0 stands before 0.0. */
  public static KeySerde<Double> float64() {
    return ScalarSerdes.FLOAT64;
  }

  /** Byte arrays. */
  public static KeySerde<byte[]> bytes() {
    return ScalarSerdes.BYTES;
  }

  /** Nothing at all: for values where the key says everything. */
  public static Serde<Nothing> none() {
    return ScalarSerdes.NONE;
  }

  /** Two keys as one, ordered by the first, then by the second. */
  public static <A, B> KeySerde<Pair<A, B>> pair(KeySerde<A> first, KeySerde<B> second) {
    return new PairSerde<>(first, second);
  }

  /** Two values as one, without an order. */
  public static <A, B> Serde<Pair<A, B>> tuple(Serde<A> first, Serde<B> second) {
    return new TupleSerde<>(first, second);
  }
}
