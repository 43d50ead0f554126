package dev.cobnut.job;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The stock serdes of single values. */
final class ScalarSerdes {
  static final KeySerde<Utf8> UTF8 =
      new KeySerde<>() {
        @Override
        public void encode(Utf8 value, ByteOutput out) {
          out.putBytes(value.array(), value.offset(), value.length());
        }

        @Override
        public Utf8 decode(byte[] bytes, int offset, int length) {
          return new Utf8(bytes, offset, length);
        }
      };

  static final KeySerde<String> STRING =
      new KeySerde<>() {
        @Override
        public void encode(String value, ByteOutput out) {
          out.putString(value);
        }

        @Override
        public String decode(byte[] bytes, int offset, int length) {
          return new String(bytes, offset, length, StandardCharsets.UTF_8);
        }
      };

  static final KeySerde<byte[]> BYTES =
      new KeySerde<>() {
        @Override
        public void encode(byte[] value, ByteOutput out) {
          out.putBytes(value);
        }

        @Override
        public byte[] decode(byte[] bytes, int offset, int length) {
          return Arrays.copyOfRange(bytes, offset, offset + length);
        }
      };

  static final KeySerde<Double> FLOAT64 =
      new KeySerde<>() {
        @Override
        public void encode(Double value, ByteOutput out) {
          long bits = Double.doubleToLongBits(value);
          out.putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
        }

        @Override
        public Double decode(byte[] bytes, int offset, int length) {
          if (length != 8) {
            throw new IllegalArgumentException("float64: " + length + " bytes (expected: 8)");
          }
          long bits = Int64Serde.read(bytes, offset) ^ Long.MIN_VALUE;
          return Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
        }
      };

  static final Serde<Nothing> NONE =
      new Serde<>() {
        @Override
        public void encode(Nothing value, ByteOutput out) {}

        @Override
        public Nothing decode(byte[] bytes, int offset, int length) {
          return Nothing.NOTHING;
        }
      };

  private ScalarSerdes() {}
}
