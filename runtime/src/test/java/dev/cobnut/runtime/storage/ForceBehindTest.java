package dev.cobnut.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ForceBehindTest {
  private static final long PIECE = 100;

  @TempDir private Path temp;
  private final Disk disk = new Disk();
  private FileChannel channel;

  @BeforeEach
  void create() throws IOException {
    channel = disk.create(temp.resolve("file"));
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
  }

  /** Forces when it is let, and fails where it is to. */
  private static final class Disk extends DurableFiles {
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile CountDownLatch let = new CountDownLatch(0);
    private volatile int failing;

    @Override
    void force(FileChannel file) throws IOException {
      int number = begun.incrementAndGet();
      try {
        let.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      ended.incrementAndGet();
      if (number == failing) {
        throw new IOException("EIO");
      }
    }
  }

  @Test
  void pieceIsForcedWhileMoreIsWritten() throws IOException {
    disk.let = new CountDownLatch(1);
    ForceBehind behind = new ForceBehind(disk, channel, PIECE);

    behind.written(PIECE - 1);
    assertThat(disk.begun.get()).isZero();
    behind.written(PIECE);
    behind.written(2 * PIECE - 1);
    while (disk.begun.get() < 1) {
      Thread.onSpinWait();
    }
    assertThat(disk.ended.get()).isZero();
    disk.let.countDown();
    behind.written(2 * PIECE);
    behind.await();

    assertThat(disk.begun.get()).isEqualTo(2);
    assertThat(disk.ended.get()).isEqualTo(2);
  }

  @Test
  void nextPieceWaitsForTheOneBefore() throws Exception {
    disk.let = new CountDownLatch(1);
    ForceBehind behind = new ForceBehind(disk, channel, PIECE);
    behind.written(PIECE);
    AtomicInteger endedBefore = new AtomicInteger(-1);
    Thread writer =
        new Thread(
            () -> {
              try {
                behind.written(2 * PIECE);
                endedBefore.set(disk.ended.get());
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    writer.start();
    while (disk.begun.get() < 1 || writer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    assertThat(disk.begun.get()).isEqualTo(1);
    disk.let.countDown();
    writer.join();
    assertThat(endedBefore.get()).isPositive();
  }

  @Test
  void failureIsToldEachTime() throws IOException {
    disk.failing = 1;
    ForceBehind behind = new ForceBehind(disk, channel, PIECE);
    behind.written(PIECE);

    assertThatThrownBy(() -> behind.written(2 * PIECE)).hasMessage("EIO");
    assertThatThrownBy(behind::await).hasMessage("EIO");
    assertThat(disk.begun.get()).isEqualTo(1);
  }

  @Test
  void filePieceOfWhichFailedIsNotFinished() throws IOException {
    disk.failing = 1;
    byte[] large = new byte[40 << 20];

    try (PreparedFile file = PreparedFile.create(disk, temp.resolve("large"))) {
      file.write(large);
      assertThatThrownBy(file::finish)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("forced to the disk");
    }
    assertThat(temp.resolve("large")).doesNotExist();
  }
}
