package dev.cobnut.worker.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** A record as a test sees it: bytes in hexadecimal digits, so that records can be compared. */
public record TestRecord(String key, String value) {
  public static final Comparator<TestRecord> BY_KEY = Comparator.comparing(TestRecord::key);

  public static TestRecord of(byte[] key, byte[] value) {
    return new TestRecord(HexFormat.of().formatHex(key), HexFormat.of().formatHex(value));
  }

  public static TestRecord ofText(String key, String value) {
    return of(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  byte[] keyBytes() {
    return HexFormat.of().parseHex(key);
  }

  byte[] valueBytes() {
    return HexFormat.of().parseHex(value);
  }

  /** The rest of a cursor. */
  public static List<TestRecord> readAll(RecordCursor cursor) throws IOException {
    List<TestRecord> records = new ArrayList<>();
    while (cursor.next()) {
      records.add(current(cursor));
    }
    return records;
  }

  /** All records of a region of a run. */
  public static List<TestRecord> readRegion(Path run, int partition, int bufferBytes)
      throws IOException {
    try (RegionReader reader =
        RegionReader.open(MapOutputIndex.read(run).region(partition), bufferBytes)) {
      return readAll(reader);
    }
  }

  static TestRecord current(RecordCursor cursor) throws IOException {
    byte[] key =
        Arrays.copyOfRange(
            cursor.keys(), cursor.keyOffset(), cursor.keyOffset() + cursor.keyLength());
    byte[] values = cursor.values();
    int offset = cursor.valueOffset();
    return of(key, Arrays.copyOfRange(values, offset, offset + cursor.valueLength()));
  }

  /** Keys that collide, are prefixes of each other, and end in zeros. */
  public static byte[] randomKey(SplittableRandom random) {
    byte[] key = new byte[random.nextInt(4) == 0 ? random.nextInt(30) : random.nextInt(12)];
    for (int index = 0; index < key.length; index++) {
      key[index] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : random.nextInt(2));
    }
    return key;
  }

  /** Records in random order; each value is different. */
  static List<TestRecord> random(SplittableRandom random, int count, int valueBytesMax) {
    List<TestRecord> records = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      byte[] value = new byte[random.nextInt(valueBytesMax + 1)];
      random.nextBytes(value);
      records.add(of(randomKey(random), value));
    }
    return records;
  }

  static Path writeRun(Path file, int bufferBytes, List<List<TestRecord>> regions)
      throws IOException {
    return writeRun(file, bufferBytes, Codec.NONE, regions);
  }

  static Path writeRun(Path file, int bufferBytes, Codec codec, List<List<TestRecord>> regions)
      throws IOException {
    RunWriter.Form form = new RunWriter.Form(regions.size(), bufferBytes, codec);
    try (RunWriter out = RunWriter.create(file, form, written -> {})) {
      for (int partition = 0; partition < regions.size(); partition++) {
        if (!regions.get(partition).isEmpty()) {
          out.region(partition);
        }
        for (TestRecord record : regions.get(partition)) {
          byte[] key = record.keyBytes();
          byte[] value = record.valueBytes();
          out.write(key, 0, key.length, value, 0, value.length);
        }
      }
      out.finish();
    }
    return file;
  }
}
