package dev.cobnut.worker.map;

import dev.cobnut.job.Combiner;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.Values;
import dev.cobnut.worker.map.CombiningTrial.Filling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a combining table of longs writes, be they in its slots or in chains. */
final class CombiningSlotsTest {
  /** Some longs that follow each other are equal. */
  private static void checkLongs(
      Filling filling, Combiner<byte[], Long> combiner, Function<List<Long>, List<Long>> model)
      throws IOException {
    new CombiningTrial<>(filling.memoryBytes(), Serdes.int64(), combiner)
        .check(
            filling.keys(),
            number -> eightBytes(number / 40 * 7L),
            values ->
                model
                    .apply(values.stream().map(value -> Int64Serde.read(value, 0)).toList())
                    .stream()
                    .map(CombiningSlotsTest::eightBytes)
                    .toList());
  }

  private static byte[] eightBytes(long number) {
    byte[] bytes = new byte[Int64Serde.BYTES];
    Int64Serde.write(number, bytes, 0);
    return bytes;
  }

  private static long last(List<Long> values) {
    return values.get(values.size() - 1);
  }

  private static long sum(List<Long> values) {
    return values.stream().mapToLong(value -> value).sum();
  }

  private static List<Long> list(Values<Long> values) {
    List<Long> list = new ArrayList<>();
    values.forEach(list::add);
    return list;
  }

  /** In the slots, from the first to the last. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void longsThatShrinkToOneAreWrittenAsOne(@ForAll("fillings") Filling filling) throws IOException {
    checkLongs(
        filling,
        (key, values, out) -> out.accept(sum(list(values))),
        values -> List.of(sum(values)));
    checkLongs(
        filling,
        (key, values, out) -> out.accept(last(list(values))),
        values -> List.of(last(values)));
  }

  /** In the slots until a key has two that differ. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void longsOfWhichSomeAreLeftAreWrittenAsThese(@ForAll("fillings") Filling filling)
      throws IOException {
    checkLongs(
        filling,
        (key, values, out) -> new LinkedHashSet<>(list(values)).forEach(out),
        values -> List.copyOf(new LinkedHashSet<>(values)));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void longsOfWhichNoneIsLeftAreNotWritten(@ForAll("fillings") Filling filling) throws IOException {
    checkLongs(
        filling,
        (key, values, out) -> list(values),
        values -> values.size() == 1 ? values : List.of());
  }

  @Provide
  Arbitrary<Filling> fillings() {
    return Filling.any();
  }
}
