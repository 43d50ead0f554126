package dev.cobnut.worker.shuffle;

import dev.cobnut.worker.run.DamagedRunException;
import dev.cobnut.worker.run.Region;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is answered to a batch: the first of its regions, one at least. Small ones go together and
 * through memory, since to open a file and to send it from there costs more than to copy it; a
 * large one goes alone, from the disk to the socket.
 */
sealed interface BatchAnswer {
  /** Of regions that are copied for one answer, together. */
  int COPIED_BYTES_MAX = 256 << 10;

  /** A longer region is no small one. */
  int SMALL_BYTES_MAX = 64 << 10;

  /** For which regions are gathered: whoever waits for the first byte has its patience. */
  long GATHERING_NS_MAX = TimeUnit.MILLISECONDS.toNanos(500);

  /** Several regions, each behind its head. */
  record Copied(int regions, Buffer bytes) implements BatchAnswer {
    @Override
    public void close() {}
  }

  /** One region and its file, open. */
  record Sent(Region region, String head, FileChannel channel) implements BatchAnswer {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        Gathering.LOG.warn("can't close {}: {}", region.file(), e.toString());
      }
    }
  }

  /** Nothing is sent from it any more. */
  void close();

  /**
   * Gathers an answer. Blocks.
   *
   * @param bytesMax that may be copied; 0: a region that isn't empty goes alone
   */
  static BatchAnswer gather(HeldOutputs outputs, RegionBatch batch, int bytesMax)
      throws IOException {
    return new Gathering(outputs, batch, bytesMax).run(System.nanoTime() + GATHERING_NS_MAX);
  }

  /** Puts an answer together. */
  final class Gathering {
    private static final Logger LOG = LoggerFactory.getLogger(BatchAnswer.class);

    private final HeldOutputs outputs;
    private final RegionBatch batch;
    private final int bytesMax;
    private final Buffer bytes = Buffer.buffer();
    private int copied;

    Gathering(HeldOutputs outputs, RegionBatch batch, int bytesMax) {
      this.outputs = outputs;
      this.batch = batch;
      this.bytesMax = bytesMax;
    }

    /** Ends with the first region for which there is no room, or that comes to its turn late. */
    BatchAnswer run(long endNs) throws IOException {
      int place = 0;
      do {
        try {
          Region region = outputs.region(batch.maps().get(place), batch.partition());
          if (!hasRoom(region)) {
            return place == 0 ? alone(region) : new Copied(place, bytes);
          }
          byte[] content = read(region);
          add(RegionHead.of(region), place, content);
          copied += content.length;
        } catch (NoSuchFileException e) {
          refuse(place, 404, "the map output isn't held here");
        } catch (DamagedRunException e) {
          refuse(place, 500, String.valueOf(e.getMessage()));
        } catch (IOException e) {
          LOG.warn("can't serve {}", batch.name(place), e);
          refuse(place, 503, e.toString());
        }
        place++;
      } while (place < batch.size() && System.nanoTime() - endNs < 0);
      return new Copied(place, bytes);
    }

    private boolean hasRoom(Region region) {
      return region.bytes() <= Math.min(SMALL_BYTES_MAX, bytesMax - copied);
    }

    private BatchAnswer alone(Region region) throws IOException {
      FileChannel channel = FileChannel.open(region.file(), StandardOpenOption.READ);
      return new Sent(region, RegionHead.of(region).encodeHex(batch.name(0)), channel);
    }

    private void refuse(int place, int status, String why) {
      byte[] text = why.getBytes(StandardCharsets.UTF_8);
      byte[] detail = Arrays.copyOf(text, Math.min(text.length, RegionHead.DETAIL_BYTES_MAX));
      add(RegionHead.refusal(status, detail), place, detail);
    }

    private void add(RegionHead head, int place, byte[] content) {
      bytes.appendBytes(head.encode(batch.name(place))).appendBytes(content);
    }

    private static byte[] read(Region region) throws IOException {
      ByteBuffer content = ByteBuffer.allocate((int) region.bytes());
      if (region.bytes() > 0) {
        try (FileChannel channel = FileChannel.open(region.file(), StandardOpenOption.READ)) {
          int read = 0;
          while (content.hasRemaining() && read >= 0) {
            read = channel.read(content, region.offset() + content.position());
          }
        }
      }
      CRC32C crc = new CRC32C();
      crc.update(content.flip());
      if (content.limit() < region.bytes() || (int) crc.getValue() != region.crc32c()) {
        throw new DamagedRunException(
            region.file(),
            region.offset(),
            "%d bytes with crc32c %08x".formatted(content.limit(), (int) crc.getValue()),
            "%d with %08x".formatted(region.bytes(), region.crc32c()));
      }
      return content.array();
    }
  }
}
