package dev.cobnut.job.local;

import dev.cobnut.job.Aggregate;
import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Utf8;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The intermediate pairs of a run, in memory: for each encoded key its encoded values, in order.
 * Confined to one thread.
 */
final class KeyGroups {
  /** What belongs to a key. */
  static final class Group {
    private final Utf8 key;
    private final int partition;
    private final ByteOutput values;

    private Group(Utf8 key, int partition, int firstBytes) {
      this.key = key;
      this.partition = partition;
      values = new ByteOutput(firstBytes);
    }

    /** The encoded key. */
    Utf8 key() {
      return key;
    }

    int partition() {
      return partition;
    }

    /**
     * The encoded values, each with its length before it as a varint; where values are folded, the
     * one value alone.
     */
    ByteOutput values() {
      return values;
    }

    void append(ByteOutput value) {
      values.putVarInt(value.length());
      values.putBytes(value.array(), 0, value.length());
    }

    /** Stores the first value of those that are folded. */
    void begin(ByteOutput value) {
      values.putBytes(value.array(), 0, value.length());
    }

    /** Folds a value into the one that is stored. */
    void fold(Aggregate<?> aggregate, ByteOutput value) {
      EncodedValues.fold(aggregate, values, value.array(), 0, value.length());
    }
  }

  private static final int LENGTH_BYTES_MAX = 5;

  private final Map<Utf8, Group> groups = new HashMap<>();
  private final Utf8 probe = new Utf8();

  /** The group of a key, or null where the key is new. */
  @Nullable Group find(ByteOutput key) {
    return groups.get(probe.set(key.array(), 0, key.length()));
  }

  /** Adds the group of a key that is new. */
  Group add(ByteOutput key, int partition, int firstValueBytes) {
    Utf8 copy = new Utf8(key.toByteArray(), 0, key.length());
    Group group = new Group(copy, partition, firstValueBytes + LENGTH_BYTES_MAX);
    groups.put(copy, group);
    return group;
  }

  int size() {
    return groups.size();
  }

  /** All groups, by partition, then ascending by key as unsigned bytes. */
  List<Group> sorted() {
    List<Group> sorted = new ArrayList<>(groups.values());
    sorted.sort(Comparator.comparingInt(Group::partition).thenComparing(Group::key));
    return sorted;
  }
}
