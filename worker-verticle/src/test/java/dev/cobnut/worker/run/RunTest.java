package dev.cobnut.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RunTest {
  @TempDir private Path dir;

  @ParameterizedTest
  @EnumSource
  void recordsComeBackAsTheyWereWrittenWhateverTheBuffers(Codec codec) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int writeBuffer : new int[] {1, 16, 100, 1 << 16}) {
      for (int readBuffer : new int[] {1, 64, 100, 1 << 16}) {
        List<List<TestRecord>> regions =
            List.of(
                TestRecord.random(random, 50, 10),
                List.of(),
                TestRecord.random(random, 20, 500),
                TestRecord.random(random, 1, 0));
        Path run = TestRecord.writeRun(dir.resolve("run"), writeBuffer, codec, regions);

        MapOutputIndex index = MapOutputIndex.read(run);
        assertThat(index.regions()).isEqualTo(4);
        assertThat(index.records()).isEqualTo(71);
        for (int partition = 0; partition < 4; partition++) {
          assertThat(TestRecord.readRegion(run, partition, readBuffer))
              .isEqualTo(regions.get(partition));
        }
      }
    }
  }

  @Test
  void indexTellsLengthRecordsAndLongestKeyOfEachRegion() throws IOException {
    List<TestRecord> first = List.of(TestRecord.ofText("a", "12"), TestRecord.ofText("abc", ""));
    Path run = TestRecord.writeRun(dir.resolve("run"), 64, List.of(List.of(), first));

    MapOutputIndex index = MapOutputIndex.read(run);

    assertThat(index.region(0)).isEqualTo(new Region(run, 0, 0, 0, 0, 0, Codec.NONE, 0));
    Region region = index.region(1);
    assertThat(region.bytes()).isEqualTo(2 + 3 + 2 + 3);
    assertThat(region.records()).isEqualTo(2);
    assertThat(region.keyBytesMax()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void valueLongerThanTheBufferIsReadOnlyWhenAskedFor(Codec codec) throws IOException {
    List<TestRecord> records =
        List.of(
            TestRecord.of(new byte[] {1}, new byte[5000]),
            TestRecord.of(new byte[] {2}, new byte[7000]),
            TestRecord.of(new byte[3000], new byte[3]),
            TestRecord.of(new byte[] {4}, new byte[4]));
    Path run = TestRecord.writeRun(dir.resolve("run"), 64, codec, List.of(records));
    Region region = MapOutputIndex.read(run).region(0);

    try (RegionReader reader = RegionReader.open(region, 64)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.valueLength()).isEqualTo(5000);
      assertThat(reader.keys()).hasSizeLessThan(5000);
      assertThat(reader.next()).isTrue();
      assertThat(TestRecord.current(reader)).isEqualTo(records.get(1));
      assertThat(TestRecord.current(reader)).isEqualTo(records.get(1));
      assertThat(reader.next()).isTrue();
      assertThat(TestRecord.current(reader)).isEqualTo(records.get(2));
      assertThat(reader.next()).isTrue();
      assertThat(TestRecord.current(reader)).isEqualTo(records.get(3));
      assertThat(reader.next()).isFalse();
    }
  }

  /** What a channel has copied from memory outside of the heap stays there with the thread. */
  @Test
  void longValueTakesLittleMemoryOutsideOfTheHeap() throws IOException {
    byte[] value = new byte[24 << 20];
    new SplittableRandom(3).nextBytes(value);
    Path run =
        TestRecord.writeRun(
            dir.resolve("run"), 64 << 10, List.of(List.of(TestRecord.of(new byte[1], value))));
    Region region = MapOutputIndex.read(run).region(0);
    long before = directBytes();

    try (RegionReader reader = RegionReader.open(region, 64 << 10)) {
      assertThat(reader.next()).isTrue();
      assertThat(TestRecord.current(reader).valueBytes()).isEqualTo(value);
      assertThat(directBytes() - before).isLessThan(2L * RegionBytes.PIECE_BYTES_MAX);
      assertThat(reader.next()).isFalse();
    }
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @ParameterizedTest
  @EnumSource
  void everyFlippedByteIsFound(Codec codec) throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    List<List<TestRecord>> regions =
        List.of(TestRecord.random(random, 10, 10), List.of(), TestRecord.random(random, 5, 200));
    Path run = TestRecord.writeRun(dir.resolve("run"), 64, codec, regions);
    byte[] whole = Files.readAllBytes(run);
    assertThat(readAll(run)).isEqualTo(regions);

    for (int index = 0; index < whole.length; index++) {
      for (int mask : new int[] {0x01, 0x80, 0xff}) {
        byte[] damaged = whole.clone();
        damaged[index] ^= (byte) mask;
        Files.write(run, damaged);
        assertThatThrownBy(() -> readAll(run))
            .as("byte %d with mask %x", index, mask)
            .isInstanceOf(DamagedRunException.class)
            .hasMessageContaining(run.toString())
            .hasMessageContaining("expected: ");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTruncationIsFound(Codec codec) throws IOException {
    List<List<TestRecord>> regions = List.of(TestRecord.random(new SplittableRandom(3), 9, 50));
    Path run = TestRecord.writeRun(dir.resolve("run"), 64, codec, regions);
    byte[] whole = Files.readAllBytes(run);

    for (int length = 0; length < whole.length; length++) {
      Files.write(run, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> readAll(run))
          .as("%d bytes", length)
          .isInstanceOf(DamagedRunException.class);
    }
  }

  @Test
  void damageNamesFileAndRegion() throws IOException {
    List<List<TestRecord>> regions =
        List.of(List.of(TestRecord.ofText("k", "v")), List.of(TestRecord.ofText("l", "w")));
    Path run = TestRecord.writeRun(dir.resolve("run"), 64, regions);
    Region second = MapOutputIndex.read(run).region(1);
    byte[] bytes = Files.readAllBytes(run);
    bytes[(int) second.offset() + 3] ^= 1;
    Files.write(run, bytes);

    assertThatThrownBy(() -> readAll(run))
        .isInstanceOfSatisfying(
            DamagedRunException.class,
            damage -> {
              assertThat(damage.file()).isEqualTo(run);
              assertThat(damage.offset()).isEqualTo(second.offset());
            })
        .hasMessageContaining("crc32c");
  }

  @Test
  void readerDoesNotGoOnBehindAFailure() throws IOException {
    List<TestRecord> records = TestRecord.random(new SplittableRandom(5), 50, 50);
    Path run = TestRecord.writeRun(dir.resolve("run"), 64, List.of(records));
    Region region = MapOutputIndex.read(run).region(0);
    Files.write(run, Arrays.copyOf(Files.readAllBytes(run), (int) region.bytes() / 2));

    try (RegionReader reader = RegionReader.open(region, 64)) {
      assertThatThrownBy(() -> TestRecord.readAll(reader)).hasMessageContaining("file ends at");
      assertThatThrownBy(reader::next)
          .isInstanceOf(DamagedRunException.class)
          .hasMessageContaining("a failure to read it before");
    }
  }

  @Test
  void runThatIsNotFinishedLeavesNothing() throws IOException {
    Path file = dir.resolve("run");
    try (RunWriter out = RunWriter.create(file, 2, 64)) {
      out.region(0);
      out.write(new byte[100], 0, 100, new byte[100], 0, 100);
      assertThat(file).doesNotExist();
    }
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void regionsAscend() throws IOException {
    try (RunWriter out = RunWriter.create(dir.resolve("run"), 3, 64)) {
      out.region(1);
      assertThatThrownBy(() -> out.region(1)).hasMessage("region: 1 (expected: 2..2)");
      assertThatThrownBy(() -> out.region(3)).hasMessage("region: 3 (expected: 2..2)");
    }
  }

  private static List<List<TestRecord>> readAll(Path run) throws IOException {
    MapOutputIndex index = MapOutputIndex.read(run);
    List<List<TestRecord>> regions = new ArrayList<>();
    for (int partition = 0; partition < index.regions(); partition++) {
      regions.add(TestRecord.readRegion(run, partition, 64));
    }
    return regions;
  }
}
