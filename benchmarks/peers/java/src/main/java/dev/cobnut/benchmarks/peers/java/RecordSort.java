package dev.cobnut.benchmarks.peers.java;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sorts records of 100 bytes by their first 10 into 8 files. The first two bytes of the key choose
 * one of 65,536 buckets; within it, longs are sorted that hold the next five bytes and the record's
 * number; the few records that are equal so far are settled by the whole key.
 */
final class RecordSort {
  private static final int RECORD = 100;
  private static final int KEY = 10;
  private static final int OUTPUTS = 8;
  private static final int BUCKETS = 1 << 16;
  private static final int NUMBER_BITS = 24;
  private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;
  private static final int BUFFER_RECORDS = 10_000;

  private final Path out;
  private final boolean force;
  private final MappedByteBuffer[] maps;

  /** The number of the first record of each file, and of what would come after the last. */
  private final int[] first;

  private final int[][] places = new int[Threads.COUNT][BUCKETS];
  private final int[] starts = new int[BUCKETS + 1];
  private long[] keys = new long[0];
  private long[] packed = new long[0];

  RecordSort(List<Path> in, Path out, boolean force) throws IOException {
    this.out = out;
    this.force = force;
    maps = new MappedByteBuffer[in.size()];
    first = new int[in.size() + 1];
    for (int file = 0; file < maps.length; file++) {
      try (FileChannel channel = FileChannel.open(in.get(file))) {
        maps[file] = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        first[file + 1] = first[file] + (int) (channel.size() / RECORD);
      }
    }
    if (first[maps.length] > NUMBER_MASK) {
      throw new IllegalArgumentException(
          "records: " + first[maps.length] + " (expected: at most " + NUMBER_MASK + ")");
    }
  }

  void run() throws InterruptedException {
    keys = new long[first[maps.length]];
    packed = new long[keys.length];
    Threads.run(this::readKeys);
    place();
    Threads.run(this::scatter);
    AtomicInteger next = new AtomicInteger();
    Threads.run(
        me -> {
          for (int part = next.getAndIncrement(); part < OUTPUTS; part = next.getAndIncrement()) {
            write(part);
          }
        });
  }

  private void readKeys(int me) {
    for (int file = me; file < maps.length; file += Threads.COUNT) {
      int position = 0;
      for (int i = first[file]; i < first[file + 1]; i++) {
        keys[i] = maps[file].getLong(position);
        places[me][(int) (keys[i] >>> 48)]++;
        position += RECORD;
      }
    }
  }

  private void place() {
    int sum = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      starts[bucket] = sum;
      for (int[] place : places) {
        int count = place[bucket];
        place[bucket] = sum;
        sum += count;
      }
    }
    starts[BUCKETS] = sum;
  }

  private void scatter(int me) {
    for (int file = me; file < maps.length; file += Threads.COUNT) {
      for (int i = first[file]; i < first[file + 1]; i++) {
        int at = places[me][(int) (keys[i] >>> 48)]++;
        // The sign is turned, since the bytes are compared without one.
        packed[at] = ((keys[i] >>> 8 & 0xFFFFFFFFFFL) << NUMBER_BITS | i) ^ Long.MIN_VALUE;
      }
    }
  }

  private void write(int part) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(RECORD * BUFFER_RECORDS);
    try (FileChannel channel =
        FileChannel.open(
            out.resolve("part-" + part), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      int end = bucketOf(part + 1);
      for (int bucket = bucketOf(part); bucket < end; bucket++) {
        sort(starts[bucket], starts[bucket + 1]);
        for (int i = starts[bucket]; i < starts[bucket + 1]; i++) {
          int record = (int) packed[i] & NUMBER_MASK;
          int file = fileOf(record);
          buffer.put(buffer.position(), maps[file], (record - first[file]) * RECORD, RECORD);
          buffer.position(buffer.position() + RECORD);
          if (!buffer.hasRemaining()) {
            flush(buffer, channel);
          }
        }
      }
      flush(buffer, channel);
      if (force) {
        channel.force(true);
      }
    }
    if (force) {
      forceFolder();
    }
  }

  /** A file is there after a crash where its folder's entry is on the disk too. */
  private void forceFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(out)) {
      folder.force(true);
    }
  }

  private static void flush(ByteBuffer buffer, FileChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private void sort(int from, int to) {
    Arrays.sort(packed, from, to);
    for (int i = from + 1; i < to; i++) {
      for (int at = i; at > from && isBefore(at, at - 1); at--) {
        long swapped = packed[at];
        packed[at] = packed[at - 1];
        packed[at - 1] = swapped;
      }
    }
  }

  /** Whether the whole key puts a record before one that is equal in what was sorted by. */
  private boolean isBefore(int one, int other) {
    return packed[one] >>> NUMBER_BITS == packed[other] >>> NUMBER_BITS
        && Arrays.compareUnsigned(key(one), key(other)) < 0;
  }

  private byte[] key(int at) {
    int record = (int) packed[at] & NUMBER_MASK;
    int file = fileOf(record);
    byte[] key = new byte[KEY];
    maps[file].get((record - first[file]) * RECORD, key);
    return key;
  }

  private int fileOf(int record) {
    int file = Math.min(maps.length - 1, (int) ((long) record * maps.length / keys.length));
    while (record < first[file]) {
      file--;
    }
    while (record >= first[file + 1]) {
      file++;
    }
    return file;
  }

  /** The bucket at which a part begins. */
  private int bucketOf(int part) {
    if (part == 0 || part == OUTPUTS) {
      return part == 0 ? 0 : BUCKETS;
    }
    int found = Arrays.binarySearch(starts, (int) ((long) keys.length * part / OUTPUTS));
    return found < 0 ? -found - 1 : found;
  }
}
