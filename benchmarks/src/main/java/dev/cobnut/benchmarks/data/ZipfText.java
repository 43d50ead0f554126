package dev.cobnut.benchmarks.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Lines of at most 80 bytes, of words drawn by Zipf's law from 500,000 that have 4 to 8 letters, 6
 * on average.
 */
final class ZipfText {
  private static final int VOCABULARY = 500_000;
  private static final int LETTERS_MIN = 4;
  private static final int LETTERS_MAX = 8;
  private static final int LINE_BYTES_MAX = 80;

  private final SplitMix random = new SplitMix(7);
  private final byte[][] words = words(random);
  private final Zipf ranks = new Zipf(VOCABULARY);
  private final byte[] line = new byte[LINE_BYTES_MAX + 1];
  private byte[] word = words[ranks.draw(random)];

  private ZipfText() {}

  static void write(Path folder, long fileBytes, int files) throws IOException {
    ZipfText text = new ZipfText();
    int digits = Math.max(2, String.valueOf(files - 1).length());
    String name = "part-%0" + digits + "d.txt";
    try (Parts parts = new Parts(file -> folder.resolve(name.formatted(file)), files, fileBytes)) {
      while (!parts.isFull()) {
        parts.line(text.line, 0, text.fillLine());
      }
    }
  }

  private int fillLine() {
    int length = 0;
    do {
      System.arraycopy(word, 0, line, length, word.length);
      length += word.length;
      line[length++] = ' ';
      word = words[ranks.draw(random)];
    } while (length + word.length <= LINE_BYTES_MAX);
    line[length - 1] = '\n';
    return length;
  }

  private static byte[][] words(SplitMix random) {
    Set<String> known = new HashSet<>();
    byte[][] words = new byte[VOCABULARY][];
    for (int i = 0; i < VOCABULARY; ) {
      byte[] word = new byte[LETTERS_MIN + random.nextBelow(LETTERS_MAX - LETTERS_MIN + 1)];
      for (int at = 0; at < word.length; at++) {
        word[at] = (byte) ('a' + random.nextBelow(26));
      }
      if (known.add(new String(word, US_ASCII))) {
        words[i++] = word;
      }
    }
    return words;
  }
}
