package dev.cobnut.job;

/**
 * Pairs of keys. The first is escaped and ended, so that no first is a prefix of another: a byte 00
 * becomes 00 FF, and 00 00 ends it. The end sorts before every byte that could go on.
 */
final class PairSerde<A, B> implements KeySerde<Pair<A, B>> {
  private static final int ESCAPED_ZERO = 0xff;

  private final KeySerde<A> first;
  private final KeySerde<B> second;

  PairSerde(KeySerde<A> first, KeySerde<B> second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public void encode(Pair<A, B> value, ByteOutput out) {
    ByteOutput plain = new ByteOutput();
    first.encode(value.first(), plain);
    byte[] bytes = plain.array();
    for (int index = 0; index < plain.length(); index++) {
      out.putByte(bytes[index]);
      if (bytes[index] == 0) {
        out.putByte(ESCAPED_ZERO);
      }
    }
    out.putByte(0);
    out.putByte(0);
    second.encode(value.second(), out);
  }

  @Override
  public Pair<A, B> decode(byte[] bytes, int offset, int length) {
    int limit = offset + length;
    ByteOutput plain = new ByteOutput();
    int at = offset;
    while (true) {
      if (at + 1 >= limit && (at >= limit || bytes[at] == 0)) {
        throw new IllegalArgumentException("pair: the first value has no end");
      }
      byte value = bytes[at++];
      if (value == 0) {
        byte escaped = bytes[at++];
        if (escaped == 0) {
          break;
        }
        if (escaped != (byte) ESCAPED_ZERO) {
          throw new IllegalArgumentException(
              "pair: 00 %02x (expected: 00 FF or 00 00)".formatted(escaped));
        }
      }
      plain.putByte(value);
    }
    return new Pair<>(
        first.decode(plain.array(), 0, plain.length()), second.decode(bytes, at, limit - at));
  }
}
