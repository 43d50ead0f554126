package dev.cobnut.benchmarks.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Records of 100 bytes like gensort's: 10 random printable bytes as the key, 2 spaces, the record's
 * number in 32 hex digits, 2 spaces, 52 letters, CR LF.
 */
final class Records {
  private static final int RECORD_BYTES = 100;
  private static final int KEY_BYTES = 10;
  private static final int NUMBER_FROM = 12;
  private static final int NUMBER_TO = 44;
  private static final int LETTERS_FROM = 46;
  private static final int LETTER_RUNS = 13;
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(US_ASCII);

  private Records() {}

  static void write(Path folder, long records, int files) throws IOException {
    SplitMix random = new SplitMix(0x9E3779B97F4A7C15L);
    byte[] record = new byte[RECORD_BYTES];
    long number = 0;
    for (int file = 0; file < files; file++) {
      Path path = folder.resolve("part-%02d".formatted(file));
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 18)) {
        for (; number < records * (file + 1) / files; number++) {
          fill(record, number, random);
          out.write(record);
        }
      }
    }
  }

  private static void fill(byte[] record, long number, SplitMix random) {
    Arrays.fill(record, (byte) ' ');
    for (int i = 0; i < KEY_BYTES; i++) {
      record[i] = (byte) (' ' + random.nextBelow(95));
    }
    long rest = number;
    for (int i = NUMBER_TO - 1; i >= NUMBER_FROM; i--) {
      record[i] = HEX[(int) (rest & 15)];
      rest >>>= 4;
    }
    for (int run = 0; run < LETTER_RUNS; run++) {
      int from = LETTERS_FROM + 4 * run;
      Arrays.fill(record, from, from + 4, (byte) ('A' + (number * 7 + run) % 26));
    }
    record[RECORD_BYTES - 2] = '\r';
    record[RECORD_BYTES - 1] = '\n';
  }
}
