package dev.cobnut.worker.shuffle;

import static dev.cobnut.worker.shuffle.ShuffleTrial.JOB;
import static dev.cobnut.worker.shuffle.ShuffleTrial.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.run.Region;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** How regions are told in bytes that come in any pieces, and may be wrong. */
final class RegionStreamTest {
  private static final Path FILE = Path.of("fetched");
  private static final long OFFSET = 1_000;
  private static final RegionBatch ASKED =
      new RegionBatch(JOB, 7, List.of(map(0, 1), map(1, 1), map(2, 1), map(3, 1), map(4, 1)));

  /** Two regions, a refusal, an empty region, a region. */
  private static final List<Arrival> WHOLE = new ArrayList<>();

  private static final byte[] ANSWER = answer();

  private static byte[] answer() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int place = 0; place < ASKED.size(); place++) {
      byte[] content = place == 3 ? new byte[0] : new byte[20 + place];
      Arrays.fill(content, (byte) ('a' + place));
      CRC32C crc = new CRC32C();
      crc.update(content);
      RegionHead head =
          place == 2
              ? RegionHead.refusal(404, content)
              : RegionHead.of(region(place, content, 0, crc));
      bytes.writeBytes(head.encode(ASKED.name(place)));
      long begin = content.length == 0 ? 0 : OFFSET + bytes.size();
      bytes.writeBytes(content);
      WHOLE.add(
          place == 2
              ? new Arrival.Refused(2, 404, new String(content, StandardCharsets.UTF_8))
              : new Arrival.Whole(place, region(place, content, begin, crc)));
    }
    return bytes.toByteArray();
  }

  private static Region region(int place, byte[] content, long offset, CRC32C crc) {
    return new Region(
        FILE,
        offset,
        content.length,
        place,
        (int) crc.getValue(),
        2 * place,
        place == 0 ? Codec.NONE : Codec.LZ4,
        3L * place);
  }

  @Test
  void regionsAreToldInPiecesOfAnySize() throws Exception {
    for (int size = 1; size <= ANSWER.length; size++) {
      assertThat(arrivals(ANSWER, size)).as("%d bytes at a time", size).isEqualTo(WHOLE);
    }
  }

  @Test
  void whatEndedBeforeACutIsTold() throws Exception {
    for (int length = 0; length < ANSWER.length; length++) {
      List<Arrival> told = arrivals(Arrays.copyOf(ANSWER, length), 10);
      assertThat(told).hasSizeLessThan(WHOLE.size()).isEqualTo(WHOLE.subList(0, told.size()));
    }
  }

  /** A wrong byte costs its region, or ends the answer; what is taken for whole is as written. */
  @Test
  void noFlippedBitIsTakenForARegion() {
    for (int bit = 0; bit < 8 * ANSWER.length; bit++) {
      byte[] flipped = ANSWER.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      List<Arrival> told = new ArrayList<>();
      boolean isBroken = false;
      RegionStream stream = RegionStream.ofMany(ASKED, ASKED.size());
      try {
        stream.take(flipped, FILE, OFFSET, told);
      } catch (UnreadableRegionException e) {
        isBroken = true;
      }
      List<Arrival> wrong = new ArrayList<>(told);
      wrong.removeAll(WHOLE);
      assertThat(wrong.size() + (isBroken ? 1 : 0)).as("bit %d", bit).isEqualTo(1);
      assertThat(wrong).allMatch(Arrival.Spoiled.class::isInstance);
      assertThat(stream.place()).isEqualTo(told.size());
    }
  }

  /** As where a request's bytes changed on their way. */
  @Test
  void regionOfAnotherMapIsNoAnswer() {
    RegionBatch other = ASKED.of(List.of(map(0, 2), map(1, 1)));
    assertThatThrownBy(
            () -> RegionStream.ofMany(other, 2).take(ANSWER, FILE, OFFSET, new ArrayList<>()))
        .isInstanceOf(UnreadableRegionException.class)
        .hasMessageContaining("job-1/s0-m-00000.t1.a2/7: its head");
  }

  @Test
  void bytesBehindTheLastRegionAreNoRegion() {
    List<Arrival> told = new ArrayList<>();
    assertThatThrownBy(() -> RegionStream.ofMany(ASKED, 4).take(ANSWER, FILE, OFFSET, told))
        .hasMessageContaining("bytes behind the last region");
    assertThat(told).isEqualTo(WHOLE.subList(0, 4));
  }

  private static List<Arrival> arrivals(byte[] answer, int size) throws Exception {
    List<Arrival> told = new ArrayList<>();
    RegionStream stream = RegionStream.ofMany(ASKED, ASKED.size());
    for (int at = 0; at < answer.length; at += size) {
      byte[] piece = Arrays.copyOfRange(answer, at, Math.min(at + size, answer.length));
      stream.take(piece, FILE, OFFSET + at, told);
    }
    assertThat(stream.place()).isEqualTo(told.size());
    return told;
  }
}
