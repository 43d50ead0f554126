package dev.cobnut.core.scheduler;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counters of a table's tasks, packed: each name once, as the number of a column. Keeps the sum
 * over the tasks that count.
 *
 * <p>A task's counters are bytes: for each, its column and its value, as variable-length numbers of
 * seven bits a byte, low ones first; the value with its sign in the lowest bit.
 */
final class CounterColumns {
  private static final int NUMBER_BYTES_MAX = 10;

  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private long[] sums = {};
  private int[] holders = {};

  /** What is done with each counter that is packed. */
  private interface Reader {
    void counter(int column, long value);
  }

  byte[] pack(Map<String, Long> counters) {
    byte[] bytes = new byte[2 * NUMBER_BYTES_MAX * counters.size()];
    int size = 0;
    for (Map.Entry<String, Long> counter : counters.entrySet()) {
      long value = counter.getValue();
      size = put(bytes, size, column(counter.getKey()));
      size = put(bytes, size, (value << 1) ^ (value >> 63));
    }
    return Arrays.copyOf(bytes, size);
  }

  private static int put(byte[] bytes, int from, long number) {
    int at = from;
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    return at;
  }

  private static void read(byte[] bytes, Reader reader) {
    int column = -1;
    long number = 0;
    int shift = 0;
    for (byte part : bytes) {
      number |= (part & 0x7FL) << shift;
      shift += 7;
      if (part >= 0) {
        if (column < 0) {
          column = (int) number;
        } else {
          reader.counter(column, (number >>> 1) ^ -(number & 1));
          column = -1;
        }
        number = 0;
        shift = 0;
      }
    }
  }

  Map<String, Long> unpack(byte[] counters) {
    String[] names = columns.keySet().toArray(String[]::new);
    Map<String, Long> values = new TreeMap<>();
    read(counters, (column, value) -> values.put(names[column], value));
    return values;
  }

  void add(byte[] counters) {
    read(
        counters,
        (column, value) -> {
          sums[column] += value;
          holders[column]++;
        });
  }

  void subtract(byte[] counters) {
    read(
        counters,
        (column, value) -> {
          sums[column] -= value;
          holders[column]--;
        });
  }

  /** Adds the sums to {@code totals}. */
  void addTo(Map<String, Long> totals) {
    columns.forEach(
        (name, column) -> {
          if (holders[column] > 0) {
            totals.merge(name, sums[column], Long::sum);
          }
        });
  }

  private int column(String name) {
    Integer known = columns.get(name);
    if (known != null) {
      return known;
    }
    int column = columns.size();
    columns.put(name, column);
    sums = Arrays.copyOf(sums, column + 1);
    holders = Arrays.copyOf(holders, column + 1);
    return column;
  }
}
