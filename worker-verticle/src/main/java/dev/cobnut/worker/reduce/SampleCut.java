package dev.cobnut.worker.reduce;

import dev.cobnut.job.TotalOrder;
import dev.cobnut.worker.run.RecordCursor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts the keys of a sample, which is small, into the ranges of the next stage's partitions. */
final class SampleCut {
  private SampleCut() {}

  /** Writes the boundaries; returns how many there are. */
  static long run(RecordCursor sample, int shares, OutputStream out) throws IOException {
    List<byte[]> keys = new ArrayList<>();
    while (sample.next()) {
      keys.add(
          Arrays.copyOfRange(
              sample.keys(), sample.keyOffset(), sample.keyOffset() + sample.keyLength()));
    }
    List<byte[]> boundaries = TotalOrder.boundaries(keys, shares);
    out.write(TotalOrder.encode(boundaries));
    return boundaries.size();
  }
}
