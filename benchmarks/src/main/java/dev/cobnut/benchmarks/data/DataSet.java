package dev.cobnut.benchmarks.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** What there is to race over. Sizes are those of a scale of 1. */
public enum DataSet {
  /** 1 GiB of the Linux kernel's source, in 16 files. */
  TEXT,
  /** 10 million records of 100 bytes with random keys of 10, in 8 files. */
  RECORDS,
  /** 500 MB of access logs in the combined format, in 8 files. */
  LOGS,
  /** 1 GiB of words whose frequency follows Zipf's law, in 16 files. */
  ZIPF,
  /** 10,000 files of 1 KiB. */
  TINY;

  /** The name of the set, and of its folder. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a set of this scale is made from: equal where the bytes are.
   *
   * @param kernel the archive of the kernel's source, or the folder that it was unpacked to
   */
  public String recipe(double scale, Path kernel) {
    return folder() + " 1 scale=" + scale + (this == TEXT ? " from " + kernel : "");
  }

  /** Writes the set into a folder that is there and empty. */
  public void write(Path folder, double scale, Path kernel)
      throws IOException, InterruptedException {
    switch (this) {
      case TEXT -> KernelText.write(kernel, folder, scaled(1L << 30, 16, scale), 16);
      case RECORDS -> Records.write(folder, scaled(10_000_000, 8, scale) * 8, 8);
      case LOGS -> AccessLogs.write(folder, scaled(500_000_000, 8, scale), 8);
      case ZIPF -> ZipfText.write(folder, scaled(1L << 30, 16, scale), 16);
      case TINY -> ZipfText.write(folder, 1024, (int) scaled(10_000, 1, scale));
    }
  }

  private static long scaled(long amount, int files, double scale) {
    return Math.max(1, Math.round(amount * scale / files));
  }
}
