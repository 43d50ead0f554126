package dev.cobnut.benchmarks.peers.java;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Word count and inverted index: a table a thread, merged by the first bit of the hashes. */
final class Words {
  private static final boolean[] SPACE = new boolean[256];
  private static final int FILES_MAX = 64;

  static {
    for (char space : " \t\n\u000b\f\r".toCharArray()) {
      SPACE[space] = true;
    }
  }

  private final List<Path> in;
  private final Path out;
  private final boolean isIndex;
  private final byte[][] names;
  private final Table[] tables = new Table[Threads.COUNT];

  Words(List<Path> in, Path out, boolean isIndex) {
    if (isIndex && in.size() > FILES_MAX) {
      throw new IllegalArgumentException("files: " + in.size() + " (expected: at most 64)");
    }
    this.in = in;
    this.out = out;
    this.isIndex = isIndex;
    this.names =
        in.stream()
            .map(file -> file.getFileName().toString().getBytes(UTF_8))
            .toArray(byte[][]::new);
  }

  void run() throws InterruptedException {
    Blocks blocks = new Blocks(in);
    Threads.run(
        me -> {
          Table table = new Table(false);
          blocks.forEach((block, from, to, file) -> add(table, block, from, to, 1L << file));
          tables[me] = table;
        });
    Threads.run(me -> write(merged(me), me));
  }

  private void add(Table table, byte[] block, int from, int to, long bit) {
    int i = from;
    while (i < to) {
      while (i < to && SPACE[block[i] & 255]) {
        i++;
      }
      int start = i;
      while (i < to && !SPACE[block[i] & 255]) {
        i++;
      }
      if (i > start) {
        int slot = table.find(block, start, i - start, Table.hash(block, start, i - start));
        if (isIndex) {
          table.first[slot] |= bit;
        } else {
          table.first[slot]++;
        }
      }
    }
  }

  private Table merged(int me) {
    if (tables.length == 1) {
      return tables[0];
    }
    Table merged = new Table(false);
    for (Table table : tables) {
      for (int i = 0; i < table.slots(); i++) {
        if (table.isUsed(i) && (table.hash(i) >>> 63) % Threads.COUNT == me) {
          int slot = merged.findKeyOf(table, i);
          if (isIndex) {
            merged.first[slot] |= table.first[i];
          } else {
            merged.first[slot] += table.first[i];
          }
        }
      }
    }
    return merged;
  }

  private void write(Table table, int me) throws IOException {
    int rowMax = 64;
    for (byte[] name : names) {
      rowMax += isIndex ? name.length + 1 : 0;
    }
    try (OutputStream file = new FileOutputStream(out.resolve("part-" + me).toFile())) {
      byte[] buffer = new byte[1 << 20];
      int n = 0;
      for (int i = 0; i < table.slots(); i++) {
        if (table.isUsed(i)) {
          int length = table.length(i);
          if (n + length + rowMax > buffer.length) {
            file.write(buffer, 0, n);
            n = 0;
          }
          System.arraycopy(table.array(i), table.offset(i), buffer, n, length);
          n += length;
          buffer[n++] = '\t';
          n = isIndex ? putFiles(table.first[i], buffer, n) : putNumber(table.first[i], buffer, n);
          buffer[n++] = '\n';
        }
      }
      file.write(buffer, 0, n);
    }
  }

  private static int putNumber(long number, byte[] buffer, int at) {
    byte[] digits = Long.toString(number).getBytes(UTF_8);
    System.arraycopy(digits, 0, buffer, at, digits.length);
    return at + digits.length;
  }

  private int putFiles(long files, byte[] buffer, int at) {
    int n = at;
    for (int file = 0; file < names.length; file++) {
      if ((files >>> file & 1) != 0) {
        if (n > at) {
          buffer[n++] = ',';
        }
        System.arraycopy(names[file], 0, buffer, n, names[file].length);
        n += names[file].length;
      }
    }
    return n;
  }
}
