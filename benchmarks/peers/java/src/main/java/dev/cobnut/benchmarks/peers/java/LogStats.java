package dev.cobnut.benchmarks.peers.java;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Requests and bytes of each client of access logs, whose lines are taken to be well formed. */
final class LogStats {
  private final List<Path> in;
  private final Path out;

  LogStats(List<Path> in, Path out) {
    this.in = in;
    this.out = out;
  }

  void run() throws InterruptedException, IOException {
    Table[] tables = new Table[Threads.COUNT];
    Blocks blocks = new Blocks(in);
    Threads.run(
        me -> {
          Table table = new Table(true);
          blocks.forEach((block, from, to, file) -> add(table, block, from, to));
          tables[me] = table;
        });
    Table sum = tables[0];
    Table other = tables[1];
    for (int i = 0; i < other.slots(); i++) {
      if (other.isUsed(i)) {
        int slot = sum.findKeyOf(other, i);
        sum.first[slot] += other.first[i];
        sum.second[slot] += other.second[i];
      }
    }
    write(sum);
  }

  private static void add(Table table, byte[] block, int from, int to) {
    int line = from;
    while (line < to) {
      int i = after(block, line, ' ') - 1;
      int slot = table.find(block, line, i - line, Table.hash(block, line, i - line));
      i = after(block, after(block, i, '"'), '"') + 1;
      long bytes = 0;
      for (i = after(block, i, ' '); block[i] >= '0'; i++) {
        bytes = bytes * 10 + block[i] - '0';
      }
      table.first[slot]++;
      table.second[slot] += bytes;
      line = after(block, i, '\n');
    }
  }

  private static int after(byte[] block, int from, char wanted) {
    int i = from;
    while (block[i] != wanted) {
      i++;
    }
    return i + 1;
  }

  private void write(Table table) throws IOException {
    Path path = out.resolve("part-0");
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
      for (int i = 0; i < table.slots(); i++) {
        if (table.isUsed(i)) {
          file.write(table.array(i), table.offset(i), table.length(i));
          file.write(("\t" + table.first[i] + "\t" + table.second[i] + "\n").getBytes(UTF_8));
        }
      }
    }
  }
}
