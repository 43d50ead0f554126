package dev.cobnut.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.TotalOrder.SampleRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TotalOrderTest {
  private static final long MIB = 1 << 20;

  private static List<byte[]> keys(String... keys) {
    return Arrays.stream(keys).map(key -> key.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static List<String> texts(List<byte[]> keys) {
    return keys.stream().map(key -> new String(key, StandardCharsets.UTF_8)).toList();
  }

  private static int partition(String key, List<byte[]> boundaries) {
    byte[] bytes = ("<" + key + ">").getBytes(StandardCharsets.UTF_8);
    return TotalOrder.partition(bytes, 1, bytes.length - 2, boundaries);
  }

  @Test
  void smallInputIsReadWhole() {
    assertThat(TotalOrder.sampleRanges(List.of(3 * MIB, 0L, MIB)))
        .containsExactly(new SampleRange(0, 0, 3 * MIB), new SampleRange(2, 0, MIB));
    assertThat(TotalOrder.sampleRanges(List.of())).isEmpty();
    assertThat(TotalOrder.sampleRanges(List.of(0L))).isEmpty();
  }

  @Test
  void largeInputIsReadInChunksFromBeginToEnd() {
    List<SampleRange> ranges = TotalOrder.sampleRanges(List.of(1L << 40));
    assertThat(ranges).hasSize(256);
    assertThat(ranges.get(0)).isEqualTo(new SampleRange(0, 0, 16 << 10));
    assertThat(ranges.get(255).end()).isEqualTo(1L << 40);
    assertThat(ranges).allMatch(range -> range.end() - range.start() == 16 << 10);
    for (int index = 1; index < 256; index++) {
      long gap = ranges.get(index).start() - ranges.get(index - 1).start();
      assertThat(gap).isBetween((1L << 32) - 1, (1L << 32) + (1L << 25));
    }
  }

  @Test
  void hugeInputDoesNotOverflow() {
    List<SampleRange> ranges = TotalOrder.sampleRanges(List.of(1L << 61, 1L << 61));
    assertThat(ranges).hasSize(256);
    assertThat(ranges.get(255)).isEqualTo(new SampleRange(1, (1L << 61) - (16 << 10), 1L << 61));
  }

  @Test
  void chunksLieWithinOneFileAndDoNotOverlap() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<Long> files = new ArrayList<>();
      int longest = 1 << (4 + random.nextInt(20));
      for (long total = 0; total <= 5 * MIB; total += files.get(files.size() - 1)) {
        files.add((long) random.nextInt(longest));
      }
      List<SampleRange> ranges = TotalOrder.sampleRanges(files);
      assertThat(ranges).hasSizeBetween(1, 256);
      SampleRange last = new SampleRange(0, 0, 0);
      for (SampleRange range : ranges) {
        assertThat(range.start()).isNotNegative().isLessThan(range.end());
        assertThat(range.end()).isLessThanOrEqualTo(files.get(range.file()));
        assertThat(range.file()).isGreaterThanOrEqualTo(last.file());
        if (range.file() == last.file()) {
          assertThat(range.start()).isGreaterThanOrEqualTo(last.end());
        }
        last = range;
      }
    }
  }

  @Test
  void shortFilesAreReadFromTheirBegin() {
    List<Long> files = Collections.nCopies(100_000, 100L);
    assertThat(TotalOrder.sampleRanges(files))
        .hasSize(256)
        .allMatch(range -> range.start() == 0 && range.end() == 100);
  }

  @Test
  void boundariesCutIntoEqualShares() {
    List<byte[]> sorted =
        IntStream.range(0, 1_000)
            .mapToObj("%03d"::formatted)
            .map(keys -> keys(keys).get(0))
            .toList();
    List<byte[]> boundaries = TotalOrder.boundaries(sorted, 4);
    assertThat(texts(boundaries)).containsExactly("250", "500", "750");
    int[] counts = new int[4];
    sorted.forEach(key -> counts[TotalOrder.partition(key, 0, key.length, boundaries)]++);
    assertThat(counts).containsExactly(250, 250, 250, 250);
  }

  @Test
  void boundariesAreDistinct() {
    assertThat(texts(TotalOrder.boundaries(keys("a", "a", "a", "a", "b"), 5)))
        .containsExactly("a", "b");
    assertThat(texts(TotalOrder.boundaries(keys("a", "b"), 100))).containsExactly("a", "b");
    assertThat(TotalOrder.boundaries(keys(), 5)).isEmpty();
    assertThat(TotalOrder.boundaries(keys("a", "b"), 1)).isEmpty();
    assertThat(TotalOrder.boundaries(keys("a", "b"), 100_000)).hasSize(2);
  }

  @Test
  void partitionCountsTheBoundariesUpToTheKey() {
    List<byte[]> boundaries = keys("b", "bb", "\u00ff");
    assertThat(partition("", boundaries)).isZero();
    assertThat(partition("a\u00ff", boundaries)).isZero();
    assertThat(partition("b", boundaries)).isEqualTo(1);
    assertThat(partition("ba", boundaries)).isEqualTo(1);
    assertThat(partition("bb", boundaries)).isEqualTo(2);
    assertThat(partition("z", boundaries)).isEqualTo(2);
    assertThat(partition("\u00ff", boundaries)).isEqualTo(3);
    assertThat(partition("anything", List.of())).isZero();
  }

  @Test
  void encodedBoundariesComeBack() throws IOException {
    List<byte[]> boundaries = keys("", "a", "x".repeat(300));
    assertThat(texts(TotalOrder.decode(TotalOrder.encode(boundaries))))
        .isEqualTo(texts(boundaries));
    assertThat(TotalOrder.decode(TotalOrder.encode(List.of()))).isEmpty();
  }

  @Test
  void everyDamagedByteIsNoticed() {
    byte[] encoded = TotalOrder.encode(keys("abc", "def"));
    for (int at = 0; at < encoded.length; at++) {
      byte[] damaged = encoded.clone();
      damaged[at] ^= 0x10;
      assertThatThrownBy(() -> TotalOrder.decode(damaged)).isInstanceOf(IOException.class);
    }
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> TotalOrder.decode(cut)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> TotalOrder.decode(new byte[3]))
        .hasMessage("boundaries: 3 bytes (expected: 5 or more)");
  }
}
