package dev.cobnut.job;

/**
 * Turns values into bytes and back. Stateless, or confined to one plan. The engine keeps the length
 * of an encoding, so that it needs no end mark.
 */
public interface Serde<T> {
  /** Appends the encoding of the value. The same value always has the same bytes. */
  void encode(T value, ByteOutput out);

  /**
   * Reads one encoding, which takes up exactly the given bytes. The result may be a view of the
   * array: it is valid until the engine goes on to the next record.
   *
   * @throws IllegalArgumentException where the bytes are no encoding of a value
   */
  T decode(byte[] bytes, int offset, int length);
}
