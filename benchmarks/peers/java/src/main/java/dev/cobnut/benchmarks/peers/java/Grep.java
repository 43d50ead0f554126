package dev.cobnut.benchmarks.peers.java;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the matches of {@code [a-z]+_lock_irqsave}: looks for the {@code q}, which text has few
 * of, then compares the literal, then goes left over the letters.
 */
final class Grep {
  private static final byte[] LITERAL = "_lock_irqsave".getBytes(UTF_8);
  private static final int RARE = 8;

  private final List<Path> in;
  private final Path out;

  Grep(List<Path> in, Path out) {
    this.in = in;
    this.out = out;
  }

  void run() throws InterruptedException, IOException {
    Table[] tables = new Table[Threads.COUNT];
    Blocks blocks = new Blocks(in);
    Threads.run(
        me -> {
          Table table = new Table(false);
          blocks.forEach((block, from, to, file) -> add(table, block, from, to));
          tables[me] = table;
        });
    Table sum = tables[0];
    for (int i = 0; i < tables[1].slots(); i++) {
      if (tables[1].isUsed(i)) {
        sum.first[sum.findKeyOf(tables[1], i)] += tables[1].first[i];
      }
    }
    write(sum);
  }

  private static void add(Table table, byte[] block, int from, int to) {
    int last = to - LITERAL.length;
    for (int i = from; i <= last; i++) {
      if (block[i + RARE] == 'q'
          && Arrays.equals(block, i, i + LITERAL.length, LITERAL, 0, LITERAL.length)) {
        int start = i;
        while (start > from && block[start - 1] >= 'a' && block[start - 1] <= 'z') {
          start--;
        }
        if (start < i) {
          int length = i + LITERAL.length - start;
          table.first[table.find(block, start, length, Table.hash(block, start, length))]++;
        }
      }
    }
  }

  private void write(Table table) throws IOException {
    try (OutputStream file = Files.newOutputStream(out.resolve("part-0"))) {
      for (int i = 0; i < table.slots(); i++) {
        if (table.isUsed(i)) {
          file.write(table.array(i), table.offset(i), table.length(i));
          file.write(("\t" + table.first[i] + "\n").getBytes(UTF_8));
        }
      }
    }
  }
}
