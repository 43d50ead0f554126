package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What tells whether two outputs are equal.
 *
 * <p>Where the order counts, it is the SHA-256 of all files, in the order of their first 10 bytes.
 * Where it doesn't, it is the sum of the SHA-256 of each line, modulo 2^256, and the number of
 * lines: that is the same for every order of the lines and for every way to cut them into files,
 * and needs no sorting.
 */
final class OutputDigest {
  private static final int KEY_BYTES = 10;
  private static final int SUM_WORDS = 8;
  private static final int BUFFER_BYTES = 1 << 16;

  private OutputDigest() {}

  static String of(Path output, boolean isOrdered) throws IOException {
    return isOrdered ? ofSequence(files(output)) : ofLines(files(output));
  }

  /** The SHA-256 of all bytes of all parts with their names. */
  static String ofParts(Path output) throws IOException {
    MessageDigest digest = sha256();
    try (Stream<Path> all = Files.list(output)) {
      for (Path part : all.filter(OutputDigest::isPart).sorted().toList()) {
        String head = part.getFileName() + " " + Files.size(part) + "\n";
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        update(digest, part);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static boolean isPart(Path file) {
    return file.getFileName().toString().startsWith("part-");
  }

  /** Hidden files, and marks such as {@code _SUCCESS}, aren't output. */
  private static List<Path> files(Path output) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(output)) {
      for (Path path : all.sorted().toList()) {
        boolean isHidden =
            Stream.iterate(path, at -> !at.equals(output), Path::getParent)
                .map(at -> at.getFileName().toString())
                .anyMatch(name -> name.startsWith(".") || name.startsWith("_"));
        if (!isHidden && Files.isRegularFile(path) && Files.size(path) > 0) {
          files.add(path);
        }
      }
    }
    return files;
  }

  private static String ofSequence(List<Path> files) throws IOException {
    List<Map.Entry<byte[], Path>> parts = new ArrayList<>();
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        parts.add(Map.entry(in.readNBytes(KEY_BYTES), file));
      }
    }
    parts.sort(Map.Entry.comparingByKey(Arrays::compareUnsigned));
    MessageDigest digest = sha256();
    for (Map.Entry<byte[], Path> part : parts) {
      update(digest, part.getValue());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, Path file) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
  }

  private static String ofLines(List<Path> files) throws IOException {
    LineSum sum = new LineSum();
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        sum.add(in);
      }
    }
    return sum.toString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static final class LineSum {
    private final MessageDigest digest = sha256();
    private final long[] words = new long[SUM_WORDS];
    private long lines;

    void add(InputStream in) throws IOException {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        int from = 0;
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            digest.update(buffer, from, i - from);
            add(digest.digest());
            from = i + 1;
          }
        }
        digest.update(buffer, from, read - from);
      }
    }

    /** Four bytes of the hash a word, so that no sum of lines carries out of it. */
    private void add(byte[] hash) {
      ByteBuffer ints = ByteBuffer.wrap(hash);
      for (int word = 0; word < SUM_WORDS; word++) {
        words[word] += Integer.toUnsignedLong(ints.getInt());
      }
      lines++;
    }

    @Override
    public String toString() {
      BigInteger sum = BigInteger.ZERO;
      for (long word : words) {
        sum = sum.shiftLeft(32).add(BigInteger.valueOf(word));
      }
      BigInteger modulus = BigInteger.ONE.shiftLeft(256);
      return "%064x".formatted(sum.mod(modulus)) + "-" + lines;
    }
  }
}
