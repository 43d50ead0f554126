package dev.cobnut.job;

/** Pairs of values: the length of the first as a varint, then both. */
final class TupleSerde<A, B> implements Serde<Pair<A, B>> {
  private final Serde<A> first;
  private final Serde<B> second;

  TupleSerde(Serde<A> first, Serde<B> second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public void encode(Pair<A, B> value, ByteOutput out) {
    ByteOutput head = new ByteOutput();
    first.encode(value.first(), head);
    out.putVarInt(head.length());
    out.putBytes(head.array(), 0, head.length());
    second.encode(value.second(), out);
  }

  @Override
  public Pair<A, B> decode(byte[] bytes, int offset, int length) {
    int limit = offset + length;
    int at = offset;
    int headLength = 0;
    for (int shift = 0; ; shift += 7) {
      if (at >= limit || shift > 28) {
        throw new IllegalArgumentException("tuple: the length of the first value has no end");
      }
      byte group = bytes[at++];
      headLength |= (group & 0x7f) << shift;
      if (group >= 0) {
        break;
      }
    }
    if (headLength < 0 || headLength > limit - at) {
      throw new IllegalArgumentException(
          "tuple: first of " + headLength + " bytes (expected: at most " + (limit - at) + ")");
    }
    return new Pair<>(
        first.decode(bytes, at, headLength),
        second.decode(bytes, at + headLength, limit - at - headLength));
  }
}
