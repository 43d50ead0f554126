package dev.cobnut.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames: what they save, what they cost, and what is refused as one. */
final class FramedRunTest {
  private static final int BUFFER_BYTES = 256 << 10;

  @TempDir private Path dir;

  private Region write(Codec codec, List<TestRecord> records) throws IOException {
    Path run = dir.resolve("run");
    TestRecord.writeRun(run, BUFFER_BYTES, codec, List.of(records));
    return MapOutputIndex.read(run).region(0);
  }

  private static List<TestRecord> text() {
    List<TestRecord> records = new ArrayList<>();
    for (int number = 0; number < 20_000; number++) {
      records.add(TestRecord.ofText("key-%09d".formatted(number), "value of " + number % 7));
    }
    return records;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void textTakesLessThanHalf(Codec codec) throws IOException {
    Region plain = write(Codec.NONE, text());
    Region framed = write(codec, text());

    assertThat(plain.bytes()).isEqualTo(plain.recordBytes());
    assertThat(framed.recordBytes()).isEqualTo(plain.recordBytes());
    assertThat(framed.bytes()).isLessThan(plain.bytes() / 2);
    assertThat(framed.records()).isEqualTo(plain.records());
    assertThat(framed.keyBytesMax()).isEqualTo(plain.keyBytesMax());
    assertThat(TestRecord.readRegion(framed.file(), 0, 1 << 10)).isEqualTo(text());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void whatDoesNotShrinkCostsNoMoreThanTheHeaders(Codec codec) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    List<TestRecord> records = new ArrayList<>();
    for (int number = 0; number < 200; number++) {
      byte[] value = new byte[5_000];
      random.nextBytes(value);
      records.add(TestRecord.of(new byte[] {(byte) number}, value));
    }

    Region framed = write(codec, records);

    long frames = 1 + framed.recordBytes() / (RunFormat.FRAME_BYTES_MAX / 2);
    assertThat(framed.bytes())
        .isLessThanOrEqualTo(framed.recordBytes() + frames * RunFormat.FRAME_HEADER_BYTES);
    assertThat(TestRecord.readRegion(framed.file(), 0, 1 << 10)).isEqualTo(records);
  }

  @Test
  void frameOfImpossibleLengthsIsDamage() throws IOException {
    for (int[] lengths :
        new int[][] {{0, 0}, {-1, 1}, {5, 6}, {5, 0}, {5, -1}, {Integer.MAX_VALUE, 5}, {17, 5}}) {
      Region region = forged(lengths[0], lengths[1], new byte[5]);
      assertThatThrownBy(() -> readToTheEnd(region))
          .as("%d from %d", lengths[0], lengths[1])
          .isInstanceOf(DamagedRunException.class)
          .hasMessageContaining("a frame of " + lengths[1] + " bytes for " + lengths[0]);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void whatTheCodecCannotReadIsDamage(Codec codec) throws IOException {
    Region lz4 = forged(16, 5, new byte[] {-1, -1, -1, -1, -1});
    Region region =
        new Region(
            lz4.file(), 0, lz4.bytes(), lz4.records(), lz4.crc32c(), 1, codec, lz4.recordBytes());

    assertThatThrownBy(() -> readToTheEnd(region))
        .isInstanceOf(DamagedRunException.class)
        .hasMessageContaining(lz4.file().toString());
  }

  @Test
  void bytesBehindTheLastRecordAreDamage() throws IOException {
    Region region = forged(4, 4, new byte[] {1, 1, 'k', 'v', 0});
    Region cut = new Region(region.file(), 0, region.bytes(), 1, region.crc32c(), 1, Codec.LZ4, 4);

    assertThatThrownBy(() -> readToTheEnd(cut))
        .isInstanceOf(DamagedRunException.class)
        .hasMessageContaining("1 bytes behind the last record");
  }

  /** A region of 16 bytes of records, by its index; its only frame is what is given. */
  private Region forged(int blockBytes, int frameBytes, byte[] frame) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(RunFormat.FRAME_HEADER_BYTES + frame.length);
    bytes.putInt(blockBytes).putInt(frameBytes).put(frame);
    Path file = dir.resolve("forged");
    Files.write(file, bytes.array());
    CRC32C crc = new CRC32C();
    crc.update(bytes.array());
    return new Region(file, 0, bytes.capacity(), 1, (int) crc.getValue(), 1, Codec.LZ4, 16);
  }

  private static void readToTheEnd(Region region) throws IOException {
    try (RegionReader reader = RegionReader.open(region, 64)) {
      reader.readToTheEnd();
    }
  }
}
