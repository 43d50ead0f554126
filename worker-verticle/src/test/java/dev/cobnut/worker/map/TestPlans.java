package dev.cobnut.worker.map;

import dev.cobnut.job.Aggregate;
import dev.cobnut.job.Aggregates;
import dev.cobnut.job.Combiner;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.Partitioner;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import java.util.HexFormat;

/**
 * Plans whose input is lines of key and value in hexadecimal digits, with a colon between them.
 * Their reducers are of no matter.
 */
final class TestPlans {
  private static final HexFormat HEX = HexFormat.of();

  private TestPlans() {}

  static JobPlan bytes() {
    return write(bytesMapped());
  }

  static JobPlan combined(Combiner<byte[], byte[]> combiner) {
    return write(bytesMapped().combine(combiner));
  }

  static JobPlan partitioned(Partitioner<byte[]> partitioner) {
    return write(bytesMapped().partition(partitioner));
  }

  static JobPlan totallyOrdered() {
    return write(bytesMapped().totalOrder());
  }

  static JobPlan firsts(Aggregate<byte[]> first) {
    return write(bytesMapped().combine(first));
  }

  /** The value is two longs: the length of the line's value, and a one. */
  static JobPlan pairsOfLongs() {
    return write(
        JobPlan.read(TextInput.lines())
            .map(
                Serdes.bytes(),
                Serdes.bytes(),
                (line, out, task) -> out.emit(key(line), twoLongs(value(line).length, 1)))
            .combine(Aggregates.sums()));
  }

  static byte[] twoLongs(long first, long second) {
    byte[] encoded = new byte[2 * Int64Serde.BYTES];
    Int64Serde.write(first, encoded, 0);
    Int64Serde.write(second, encoded, Int64Serde.BYTES);
    return encoded;
  }

  /** The value is the lowest two bits of the length of the line's value. */
  static JobPlan distinct() {
    return write(
        JobPlan.read(TextInput.lines())
            .map(
                Serdes.bytes(),
                Serdes.bytes(),
                (line, out, task) ->
                    out.emit(key(line), new byte[] {(byte) (value(line).length & 3)}))
            .combineDistinct());
  }

  /** The value is the length of the line's value. */
  static JobPlan longs(Aggregate<Long> aggregate) {
    return write(longsMapped().combine(aggregate));
  }

  /** The same without combining. */
  static JobPlan longs() {
    return write(longsMapped());
  }

  static byte[] key(Line line) {
    return HEX.parseHex(line.toString().substring(0, colon(line)));
  }

  static byte[] value(Line line) {
    return HEX.parseHex(line.toString().substring(colon(line) + 1));
  }

  static <I, K, V> JobPlan write(JobPlan.Mapped<I, K, V> mapped) {
    return mapped.<K, V>reduce((key, values, out, task) -> {}).write((key, value, out) -> {});
  }

  private static int colon(Line line) {
    return line.text().indexOf(':', 0);
  }

  private static JobPlan.Mapped<Line, byte[], byte[]> bytesMapped() {
    return JobPlan.read(TextInput.lines())
        .map(Serdes.bytes(), Serdes.bytes(), (line, out, task) -> out.emit(key(line), value(line)));
  }

  private static JobPlan.Mapped<Line, byte[], Long> longsMapped() {
    return JobPlan.read(TextInput.lines())
        .map(
            Serdes.bytes(),
            Serdes.int64(),
            (line, out, task) -> out.emit(key(line), (long) value(line).length));
  }
}
