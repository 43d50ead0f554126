package dev.cobnut.core.scheduler;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counters of a table's tasks, packed: each name once, each task's values in an array by the
 * name's column. Keeps the sum over the tasks that count.
 */
final class CounterColumns {
  private static final long ABSENT = Long.MIN_VALUE;

  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private long[] sums = {};
  private int[] holders = {};

  long[] pack(Map<String, Long> counters) {
    counters.keySet().forEach(this::column);
    int length = counters.keySet().stream().mapToInt(name -> column(name) + 1).max().orElse(0);
    long[] values = new long[length];
    Arrays.fill(values, ABSENT);
    counters.forEach((name, value) -> values[column(name)] = value);
    return values;
  }

  Map<String, Long> unpack(long[] values) {
    Map<String, Long> counters = new TreeMap<>();
    columns.forEach(
        (name, column) -> {
          if (column < values.length && values[column] != ABSENT) {
            counters.put(name, values[column]);
          }
        });
    return counters;
  }

  void add(long[] values) {
    for (int column = 0; column < values.length; column++) {
      if (values[column] != ABSENT) {
        sums[column] += values[column];
        holders[column]++;
      }
    }
  }

  void subtract(long[] values) {
    for (int column = 0; column < values.length; column++) {
      if (values[column] != ABSENT) {
        sums[column] -= values[column];
        holders[column]--;
      }
    }
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
