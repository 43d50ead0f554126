package dev.cobnut.worker.run;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Keys, values and records of all shapes that order and format must bear, for properties. */
public final class AnyRecords {
  /** What a prefix of eight bytes can't tell apart. */
  private static final byte[] TIE = {1, 2, 3, 4, 5, 6, 7, 8};

  /** The length from which on an entry of a sort doesn't hold a key's length. */
  private static final int LONG_KEY_BYTES = 120;

  private AnyRecords() {}

  /** Empty keys, equal ones, prefixes of each other, ties in eight bytes, long ones. */
  public static Arbitrary<byte[]> keys() {
    Arbitrary<byte[]> few = bytes(0, 12, Arbitraries.of((byte) 0, (byte) 1, (byte) -1));
    Arbitrary<byte[]> zeros = Arbitraries.integers().between(0, 40).map(length -> new byte[length]);
    Arbitrary<byte[]> any = bytes(0, 24, Arbitraries.bytes());
    Arbitrary<byte[]> ties = few.map(tail -> joined(TIE, tail));
    Arbitrary<byte[]> longs =
        Combinators.combine(Arbitraries.integers().between(LONG_KEY_BYTES, 300), few)
            .as((length, tail) -> joined(new byte[length], tail));
    return Arbitraries.frequencyOf(
        Tuple.of(4, few),
        Tuple.of(2, zeros),
        Tuple.of(3, any),
        Tuple.of(3, ties),
        Tuple.of(1, longs));
  }

  /** Values from nothing to what no small buffer holds. */
  static Arbitrary<byte[]> values() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, bytes(0, 20, Arbitraries.bytes())),
        Tuple.of(1, Arbitraries.integers().between(100, 3_000).map(length -> new byte[length])));
  }

  /** Records in any order. */
  static Arbitrary<List<TestRecord>> lists(int countMax) {
    return Combinators.combine(keys(), values()).as(TestRecord::of).list().ofMaxSize(countMax);
  }

  /** Records in the order of their keys. */
  static Arbitrary<List<TestRecord>> sortedLists(int countMax) {
    return lists(countMax).map(records -> records.stream().sorted(TestRecord.BY_KEY).toList());
  }

  private static Arbitrary<byte[]> bytes(int min, int max, Arbitrary<Byte> each) {
    return each.array(byte[].class).ofMinSize(min).ofMaxSize(max);
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }
}
