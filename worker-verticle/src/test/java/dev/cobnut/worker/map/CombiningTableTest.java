package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.Combiner;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.Serdes;
import dev.cobnut.worker.map.CombiningTrial.Filling;
import dev.cobnut.worker.run.TestRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a combining table writes, whenever it is full, against what each key was given. */
final class CombiningTableTest {
  /** The first byte of the first, and the last of the last: of two bytes, like each value. */
  private static final Combiner<byte[], byte[]> ENDS =
      (key, values, out) -> {
        byte[] first = values.next();
        byte[] last = first;
        while (values.hasNext()) {
          last = values.next();
        }
        out.accept(new byte[] {first[0], last[1]});
      };

  /** The first and the last: two values, from the second on. */
  private static final Combiner<byte[], byte[]> FIRST_AND_LAST =
      (key, values, out) -> {
        byte[] first = values.next();
        byte[] last = null;
        while (values.hasNext()) {
          last = values.next();
        }
        out.accept(first);
        if (last != null) {
          out.accept(last);
        }
      };

  private static final Combiner<byte[], byte[]> CONCATENATION =
      (key, values, out) -> {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        values.forEach(all::writeBytes);
        out.accept(all.toByteArray());
      };

  private static final Combiner<byte[], byte[]> LAST =
      (key, values, out) -> {
        byte[] last = values.next();
        while (values.hasNext()) {
          last = values.next();
        }
        out.accept(last);
      };

  private static final Combiner<byte[], byte[]> SUM =
      (key, values, out) -> {
        long sum = 0;
        while (values.hasNext()) {
          sum += Int64Serde.read(values.next(), 0);
        }
        out.accept(eightBytes(sum));
      };

  private static final Combiner<byte[], byte[]> NOTHING = (key, values, out) -> values.forEach(out);

  private static CombiningTrial<byte[]> table(long memoryBytes, Combiner<byte[], byte[]> combiner) {
    return new CombiningTrial<>(memoryBytes, Serdes.bytes(), combiner);
  }

  private static void check(
      Filling filling,
      Combiner<byte[], byte[]> combiner,
      Function<Integer, byte[]> values,
      Function<List<byte[]>, List<byte[]>> model)
      throws IOException {
    table(filling.memoryBytes(), combiner).check(filling.keys(), values, model);
  }

  private static byte[] twoBytes(int number) {
    return new byte[] {(byte) number, (byte) (number >> 8)};
  }

  private static byte[] eightBytes(long number) {
    byte[] bytes = new byte[Int64Serde.BYTES];
    Int64Serde.write(number, bytes, 0);
    return bytes;
  }

  private static byte[] someBytes(int number) {
    return Arrays.copyOf(twoBytes(number), number % 7);
  }

  private static <T> T last(List<T> values) {
    return values.get(values.size() - 1);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void valuesThatShrinkToOneAreWrittenAsOne(@ForAll("fillings") Filling filling)
      throws IOException {
    check(
        filling,
        ENDS,
        CombiningTableTest::twoBytes,
        values -> List.of(new byte[] {values.get(0)[0], last(values)[1]}));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void longsAreWrittenAsTheirSum(@ForAll("fillings") Filling filling) throws IOException {
    check(
        filling,
        SUM,
        CombiningTableTest::eightBytes,
        values ->
            List.of(
                eightBytes(values.stream().mapToLong(value -> Int64Serde.read(value, 0)).sum())));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void valuesThatShrinkToSomeAreWrittenAsThese(@ForAll("fillings") Filling filling)
      throws IOException {
    check(
        filling,
        FIRST_AND_LAST,
        CombiningTableTest::someBytes,
        values ->
            values.size() == 1 ? List.of(values.get(0)) : List.of(values.get(0), last(values)));
  }

  /**
   * A value takes the place of the first one where they are as long as each other, and else not.
   */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void valuesOfWhichTheLastCountsAreWrittenAsThat(@ForAll("fillings") Filling filling)
      throws IOException {
    check(filling, LAST, CombiningTableTest::someBytes, values -> List.of(last(values)));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void valuesThatGrowAreWrittenWhole(@ForAll("fillings") Filling filling) throws IOException {
    check(
        filling,
        CONCATENATION,
        CombiningTableTest::someBytes,
        values -> {
          ByteArrayOutputStream all = new ByteArrayOutputStream();
          values.forEach(all::writeBytes);
          return List.of(all.toByteArray());
        });
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void valuesThatStayAreWrittenInOrder(@ForAll("fillings") Filling filling) throws IOException {
    check(filling, NOTHING, CombiningTableTest::someBytes, values -> values);
  }

  @Example
  void frequentKeyTakesNoMoreMemoryThanItsValuesAtOnce() throws IOException {
    CombiningTrial<byte[]> table = table(16 << 10, ENDS);
    byte[] key = {1};

    for (int number = 0; number < 1_000_000; number++) {
      assertThat(table.add(key, twoBytes(number))).isTrue();
    }

    assertThat(table.written())
        .containsExactly(TestRecord.of(key, new byte[] {0, (byte) (999_999 >> 8)}));
  }

  @Example
  void valuesThatDontShrinkAreCombinedTwiceBeforeTheyAreWritten() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    CombiningTrial<byte[]> table = table(1 << 20, counted(NOTHING, calls));
    for (int number = 0; number < 1_000; number++) {
      assertThat(table.add(new byte[] {1}, twoBytes(number))).isTrue();
    }

    assertThat(calls.get()).as("of the first two, and of the first 16").isEqualTo(2);
    assertThat(table.written()).hasSize(1_000);
  }

  private static Combiner<byte[], byte[]> counted(
      Combiner<byte[], byte[]> combiner, AtomicInteger calls) {
    return (key, values, out) -> {
      calls.incrementAndGet();
      combiner.combine(key, values, out);
    };
  }

  @Example
  void shortValuesAreCombinedAsTheyComeAndLongOnesSeveralAtOnce() throws IOException {
    assertThat(callsForHundredValuesOf(PairCombiner.LENGTH_MAX)).isEqualTo(99);
    assertThat(callsForHundredValuesOf(PairCombiner.LENGTH_MAX + 1)).isBetween(1, 99 / 15);
  }

  private static int callsForHundredValuesOf(int length) throws IOException {
    AtomicInteger calls = new AtomicInteger();
    CombiningTrial<byte[]> table = table(1 << 20, counted(LAST, calls));
    for (int number = 0; number < 100; number++) {
      assertThat(table.add(new byte[] {1}, new byte[length])).isTrue();
    }
    return calls.get();
  }

  @Example
  void valueThatIsAloneIsWrittenWithoutTheCombiner() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    CombiningTrial<byte[]> table =
        table(
            1 << 20,
            (key, values, out) -> {
              calls.incrementAndGet();
              out.accept(values.next());
            });
    for (int number = 0; number < 100; number++) {
      assertThat(table.add(twoBytes(number), twoBytes(number))).isTrue();
    }
    assertThat(table.add(twoBytes(7), twoBytes(8))).isTrue();

    List<TestRecord> records = table.written();

    assertThat(records).hasSize(100).contains(TestRecord.of(twoBytes(7), twoBytes(7)));
    assertThat(calls.get()).as("of the key that has two values").isEqualTo(1);
  }

  @Example
  void combinerThatFailsIsToldAsSuch() {
    CombiningTrial<byte[]> table =
        table(
            1 << 20,
            (key, values, out) -> {
              throw new IllegalStateException("can't");
            });

    assertThatThrownBy(
            () -> {
              for (int number = 0; number < 100; number++) {
                table.add(new byte[] {1}, twoBytes(number));
              }
            })
        .isInstanceOf(CombinerFailedException.class)
        .hasRootCauseMessage("can't");
  }

  @Example
  void recordThatSharesNoSegmentIsNotTakenIn() throws IOException {
    CombiningTrial<byte[]> table = table(64 << 20, NOTHING);
    byte[] large = new byte[5 << 20];

    assertThat(table.add(large, twoBytes(1))).isFalse();
    assertThat(table.add(new byte[] {1}, large)).isFalse();
    assertThat(table.add(new byte[] {1}, twoBytes(1))).isTrue();
    assertThat(table.add(new byte[] {1}, large)).isFalse();
    assertThat(table.add(new byte[4_000_000], twoBytes(1))).isTrue();

    assertThat(table.written()).hasSize(2);
  }

  @Provide
  Arbitrary<Filling> fillings() {
    return Filling.any();
  }
}
