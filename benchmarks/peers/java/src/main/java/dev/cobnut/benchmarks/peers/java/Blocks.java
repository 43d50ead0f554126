package dev.cobnut.benchmarks.peers.java;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Files, handed to threads one by one, in blocks of whole lines. */
final class Blocks {
  private static final int BLOCK = 1 << 20;

  /** What may be read behind a block. */
  private static final int SLACK = 8;

  private final List<Path> files;
  private final AtomicInteger next = new AtomicInteger();

  Blocks(List<Path> files) {
    this.files = files;
  }

  interface Consumer {
    /** Takes whole lines; only the last of a file may lack its end. */
    void accept(byte[] block, int from, int to, int file);
  }

  /** Reads files for as long as there are any that no other thread has taken. */
  void forEach(Consumer consumer) throws IOException {
    byte[] block = new byte[BLOCK + SLACK];
    for (int file = next.getAndIncrement(); file < files.size(); file = next.getAndIncrement()) {
      try (InputStream in = new FileInputStream(files.get(file).toFile())) {
        block = read(in, block, file, consumer);
      }
    }
  }

  private static byte[] read(InputStream in, byte[] first, int file, Consumer consumer)
      throws IOException {
    byte[] block = first;
    int have = 0;
    for (int n = in.read(block, 0, block.length - SLACK);
        n >= 0;
        n = in.read(block, have, block.length - SLACK - have)) {
      int end = have + n;
      int cut = end;
      while (cut > have && block[cut - 1] != '\n') {
        cut--;
      }
      if (cut > have) {
        consumer.accept(block, 0, cut, file);
        have = end - cut;
        System.arraycopy(block, cut, block, 0, have);
      } else {
        have = end;
        if (end == block.length - SLACK) {
          block = Arrays.copyOf(block, block.length * 2);
        }
      }
    }
    consumer.accept(block, 0, have, file);
    return block;
  }
}
