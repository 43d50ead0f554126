package dev.cobnut.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SerdesTest {
  private static final Comparator<String> CODE_POINTS =
      (left, right) -> Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());

  private static final List<Long> LONGS =
      List.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, -256L, -1L, 0L, 1L, 255L, 256L, Long.MAX_VALUE);

  private static final List<Double> DOUBLES =
      List.of(
          Double.NEGATIVE_INFINITY,
          -Double.MAX_VALUE,
          -1.0,
          -Double.MIN_VALUE,
          -0.0,
          0.0,
          Double.MIN_VALUE,
          Double.MIN_NORMAL,
          1.0,
          Double.MAX_VALUE,
          Double.POSITIVE_INFINITY,
          Double.NaN);

  private static <T> byte[] encode(Serde<T> serde, T value) {
    ByteOutput out = new ByteOutput(1);
    serde.encode(value, out);
    return out.toByteArray();
  }

  /** Decodes from the middle of an array, as the engine does. */
  private static <T> T decode(Serde<T> serde, byte[] encoded) {
    byte[] padded = new byte[encoded.length + 5];
    Arrays.fill(padded, (byte) 0x5a);
    System.arraycopy(encoded, 0, padded, 3, encoded.length);
    return serde.decode(padded, 3, encoded.length);
  }

  private static <T> void assertSorts(KeySerde<T> serde, T left, T right, int expected) {
    int found = Arrays.compareUnsigned(encode(serde, left), encode(serde, right));
    assertThat(Integer.signum(found)).as("%s, %s", left, right).isEqualTo(Integer.signum(expected));
  }

  @Provide
  Arbitrary<byte[]> roughBytes() {
    return Arbitraries.of((byte) 0, (byte) 1, (byte) 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff)
        .array(byte[].class)
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("", "\0", "a", "b", "\u00ff", "\uffff", "\ue000", "\ud83d\ude00", "z")
        .list()
        .ofMaxSize(4)
        .map(parts -> String.join("", parts));
  }

  @Property
  void longsComeBackAndSortAsNumbers(@ForAll long left, @ForAll long right) {
    assertThat(decode(Serdes.int64(), encode(Serdes.int64(), left))).isEqualTo(left);
    assertSorts(Serdes.int64(), left, right, Long.compare(left, right));
  }

  @Test
  void longsAtTheBordersSortAsNumbers() {
    for (long left : LONGS) {
      assertThat(decode(Serdes.int64(), encode(Serdes.int64(), left))).isEqualTo(left);
      for (long right : LONGS) {
        assertSorts(Serdes.int64(), left, right, Long.compare(left, right));
      }
    }
  }

  @Test
  void longsAreReadAndWrittenInPlace() {
    byte[] bytes = new byte[10];
    Int64Serde.write(-7, bytes, 1);
    assertThat(Int64Serde.read(bytes, 1)).isEqualTo(-7);
    assertThat(Arrays.copyOfRange(bytes, 1, 9)).isEqualTo(encode(Serdes.int64(), -7L));
    assertThat(bytes[0]).isZero();
    assertThat(bytes[9]).isZero();
  }

  @Property
  void doublesComeBackAndSortAsNumbers(@ForAll long leftBits, @ForAll long rightBits) {
    double left = Double.longBitsToDouble(leftBits);
    double right = Double.longBitsToDouble(rightBits);
    assertThat(decode(Serdes.float64(), encode(Serdes.float64(), left)))
        .isEqualTo(Double.valueOf(left));
    assertSorts(Serdes.float64(), left, right, Double.compare(left, right));
  }

  @Test
  void doublesAtTheBordersSortAsNumbers() {
    for (double left : DOUBLES) {
      double again = decode(Serdes.float64(), encode(Serdes.float64(), left));
      assertThat(Double.compare(again, left)).as("%s", left).isZero();
      for (double right : DOUBLES) {
        assertSorts(Serdes.float64(), left, right, Double.compare(left, right));
      }
    }
  }

  @Test
  void everyNaNIsTheSameKey() {
    double other = Double.longBitsToDouble(0xfff0000000000001L);
    assertThat(encode(Serdes.float64(), other)).isEqualTo(encode(Serdes.float64(), Double.NaN));
  }

  @Property
  void bytesComeBackAndSortUnsigned(
      @ForAll("roughBytes") byte[] left, @ForAll("roughBytes") byte[] right) {
    assertThat(decode(Serdes.bytes(), encode(Serdes.bytes(), left))).isEqualTo(left);
    assertSorts(Serdes.bytes(), left, right, Arrays.compareUnsigned(left, right));
  }

  @Property
  void textsComeBackAndSortByCodePoints(
      @ForAll("texts") String left, @ForAll("texts") String right) {
    assertThat(decode(Serdes.string(), encode(Serdes.string(), left))).isEqualTo(left);
    assertThat(decode(Serdes.utf8(), encode(Serdes.utf8(), Utf8.of(left)))).hasToString(left);
    assertSorts(Serdes.string(), left, right, CODE_POINTS.compare(left, right));
    assertSorts(Serdes.utf8(), Utf8.of(left), Utf8.of(right), CODE_POINTS.compare(left, right));
  }

  @Test
  void bytesThatAreNotUtf8PassUnchanged() {
    byte[] bytes = {(byte) 0xff, 0, (byte) 0xc3, 'a'};
    Utf8 text = new Utf8(bytes, 0, bytes.length);
    assertThat(encode(Serdes.utf8(), decode(Serdes.utf8(), encode(Serdes.utf8(), text))))
        .isEqualTo(bytes);
  }

  @Property
  void pairsComeBackAndSortByTheFirstThenTheSecond(
      @ForAll("roughBytes") byte[] left1,
      @ForAll("roughBytes") byte[] left2,
      @ForAll("roughBytes") byte[] right1,
      @ForAll("roughBytes") byte[] right2) {
    KeySerde<Pair<byte[], byte[]>> serde = Serdes.pair(Serdes.bytes(), Serdes.bytes());
    Pair<byte[], byte[]> left = new Pair<>(left1, left2);
    Pair<byte[], byte[]> again = decode(serde, encode(serde, left));
    assertThat(again.first()).isEqualTo(left1);
    assertThat(again.second()).isEqualTo(left2);
    int first = Arrays.compareUnsigned(left1, right1);
    int expected = first != 0 ? first : Arrays.compareUnsigned(left2, right2);
    assertSorts(serde, left, new Pair<>(right1, right2), expected);
  }

  @Test
  void pairsOfPairsSort() {
    KeySerde<Pair<Pair<String, Long>, String>> serde =
        Serdes.pair(Serdes.pair(Serdes.string(), Serdes.int64()), Serdes.string());
    List<Pair<Pair<String, Long>, String>> ascending =
        List.of(
            new Pair<>(new Pair<>("", -1L), "z"),
            new Pair<>(new Pair<>("", 0L), ""),
            new Pair<>(new Pair<>("", 0L), "\0"),
            new Pair<>(new Pair<>("\0", -5L), ""),
            new Pair<>(new Pair<>("a", Long.MIN_VALUE), ""),
            new Pair<>(new Pair<>("a\0", Long.MIN_VALUE), ""));
    for (int left = 0; left < ascending.size(); left++) {
      assertThat(decode(serde, encode(serde, ascending.get(left)))).isEqualTo(ascending.get(left));
      for (int right = 0; right < ascending.size(); right++) {
        assertSorts(serde, ascending.get(left), ascending.get(right), left - right);
      }
    }
  }

  @Test
  void pairsRefuseWhatTheyNeverWrote() {
    KeySerde<Pair<byte[], byte[]>> serde = Serdes.pair(Serdes.bytes(), Serdes.bytes());
    for (byte[] damaged : List.of(new byte[0], new byte[] {1}, new byte[] {1, 0}, new byte[] {0})) {
      assertThatThrownBy(() -> decode(serde, damaged))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("pair: the first value has no end");
    }
    assertThatThrownBy(() -> decode(serde, new byte[] {0, 7, 0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pair: 00 07 (expected: 00 FF or 00 00)");
  }

  @Test
  void tuplesComeBack() {
    Serde<Pair<String, Pair<Long, Nothing>>> serde =
        Serdes.tuple(Serdes.string(), Serdes.tuple(Serdes.int64(), Serdes.none()));
    Random random = new Random(1);
    for (int length : List.of(0, 1, 127, 128, 20_000)) {
      String first = "x".repeat(length);
      Pair<String, Pair<Long, Nothing>> tuple =
          new Pair<>(first, new Pair<>(random.nextLong(), Nothing.NOTHING));
      assertThat(decode(serde, encode(serde, tuple))).isEqualTo(tuple);
    }
  }

  @Test
  void tuplesRefuseWhatTheyNeverWrote() {
    Serde<Pair<String, String>> serde = Serdes.tuple(Serdes.string(), Serdes.string());
    assertThatThrownBy(() -> decode(serde, new byte[] {3, 'a'}))
        .hasMessage("tuple: first of 3 bytes (expected: at most 1)");
    assertThatThrownBy(() -> decode(serde, new byte[] {(byte) 0x80}))
        .hasMessage("tuple: the length of the first value has no end");
    assertThatThrownBy(() -> decode(serde, new byte[] {-1, -1, -1, -1, -1, 0}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void numbersRefuseOtherLengths() {
    assertThatThrownBy(() -> decode(Serdes.int64(), new byte[7]))
        .hasMessage("int64: 7 bytes (expected: 8)");
    assertThatThrownBy(() -> decode(Serdes.float64(), new byte[9]))
        .hasMessage("float64: 9 bytes (expected: 8)");
  }

  @Test
  void nothingTakesNoBytes() {
    assertThat(encode(Serdes.none(), Nothing.NOTHING)).isEmpty();
    assertThat(decode(Serdes.none(), new byte[0])).isEqualTo(Nothing.NOTHING);
  }

  @Test
  void theBytesAreAsDocumented() {
    assertThat(encode(Serdes.int64(), 1L)).containsExactly(0x80, 0, 0, 0, 0, 0, 0, 1);
    assertThat(encode(Serdes.float64(), 1.0)).containsExactly(0xbf, 0xf0, 0, 0, 0, 0, 0, 0);
    assertThat(encode(Serdes.float64(), -1.0))
        .containsExactly(0x40, 0x0f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
    assertThat(encode(Serdes.string(), "\u00e4"))
        .isEqualTo("\u00e4".getBytes(StandardCharsets.UTF_8));
    assertThat(encode(Serdes.pair(Serdes.string(), Serdes.string()), new Pair<>("a\0b", "c")))
        .containsExactly('a', 0, 0xff, 'b', 0, 0, 'c');
    assertThat(encode(Serdes.tuple(Serdes.string(), Serdes.string()), new Pair<>("ab", "c")))
        .containsExactly(2, 'a', 'b', 'c');
  }
}
