package dev.cobnut.worker.map;

import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.run.MapOutputIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Map outputs without a record. They are all alike, so each is another name of the one before it:
 * to make a file costs ext4 many times as much, the more the more files were deleted in the last
 * minutes, since it doesn't use their inodes again so soon. Safe for use by any thread.
 */
public final class EmptyOutputs {
  private final AtomicReference<@Nullable Output> last = new AtomicReference<>();

  private record Output(Path file, int partitions, Codec codec, long bytes) {
    boolean isLike(Path output, int otherPartitions, Codec otherCodec) {
      return partitions == otherPartitions
          && codec == otherCodec
          && folder(file).equals(folder(output));
    }
  }

  private static Path folder(Path output) {
    return output.resolveSibling("");
  }

  /** None yet. */
  public EmptyOutputs() {}

  /** An output without a record has been written as a file of its own. */
  void written(Path output, int partitions, Codec codec, long bytes) {
    last.set(new Output(output, partitions, codec, bytes));
  }

  /**
   * Makes an output of the last one.
   *
   * @return its bytes; -1 where it has to be written: there is none like it any more, or it is
   *     damaged, or has as many names as the file system allows
   */
  long link(Path output, int partitions, Codec codec) {
    Output like = last.get();
    if (like == null || !like.isLike(output, partitions, codec)) {
      return -1;
    }
    try {
      MapOutputIndex.read(like.file);
      Files.createLink(output, like.file);
      return like.bytes;
    } catch (IOException | UnsupportedOperationException notPossible) {
      return -1;
    }
  }
}
