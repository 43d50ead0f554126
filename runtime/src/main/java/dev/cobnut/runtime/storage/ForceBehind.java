package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Has a file forced piece by piece while more is written to it: the disk works beside the
 * processor, not after it, and of files that are written at once each gets its share of the disk,
 * since none runs ahead of it by more than two pieces. What it forces isn't said to be durable: the
 * file is forced once more in the end. Confined to one thread.
 */
final class ForceBehind {
  private final DurableFiles files;
  private final FileChannel channel;
  private final long pieceBytes;
  private long begunBytes;
  private @Nullable FutureTask<@Nullable Void> running;

  ForceBehind(DurableFiles files, FileChannel channel, long pieceBytes) {
    this.files = files;
    this.channel = channel;
    this.pieceBytes = pieceBytes;
  }

  /**
   * Has the next piece forced where there is a whole one; waits for the piece before.
   *
   * @param bytes that the file has by now
   */
  void written(long bytes) throws IOException {
    if (bytes - begunBytes >= pieceBytes) {
      await();
      begunBytes = bytes;
      running = ParallelForces.begin(() -> files.force(channel));
    }
  }

  /**
   * Returns when no piece is being forced. Fails where one could not be: a file system tells that
   * once, so that whoever forces the file next would hear nothing of it.
   */
  void await() throws IOException {
    FutureTask<@Nullable Void> last = running;
    if (last != null) {
      // Kept where it fails, so that it fails again.
      ParallelForces.await(last);
      running = null;
    }
  }
}
