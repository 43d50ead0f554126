package dev.cobnut.job.local;

import java.io.IOException;
import java.io.OutputStream;

/** Where the parts of a local run go. */
@FunctionalInterface
public interface PartSink {
  /**
   * Opens a part for writing. Called once for each part, 0 first; the runner closes each before it
   * opens the next.
   *
   * @param part 0 to R - 1
   */
  OutputStream open(int part) throws IOException;
}
