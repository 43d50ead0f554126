package dev.cobnut.app.show;

import java.util.Locale;

/** Bytes, times and counts as people read them; the same in every locale. */
public final class Amounts {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};

  private Amounts() {}

  /** As in {@code 512 B}, {@code 1.4 KiB}, {@code 230 MiB}. */
  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double amount = bytes / 1024.0;
    int unit = 0;
    while (amount >= 1023.5 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
  }

  /** As in {@code 1,234,567}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** As in {@code 1 part}, {@code 4 parts}. */
  public static String count(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** As in {@code 0.8 s}, {@code 42 s}, {@code 3 min 5 s}, {@code 2 h 11 min}. */
  public static String time(long ms) {
    if (ms < 10_000) {
      return String.format(Locale.ROOT, "%.1f s", Math.max(0, ms) / 1000.0);
    }
    long seconds = (ms + 500) / 1000;
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  /** As in {@code 118 MB/s}: what flows is told in powers of ten. */
  public static String rate(long bytes, long ms) {
    double megabytes = bytes / 1000.0 / Math.max(1, ms);
    return String.format(Locale.ROOT, megabytes < 10 ? "%.1f MB/s" : "%.0f MB/s", megabytes);
  }
}
