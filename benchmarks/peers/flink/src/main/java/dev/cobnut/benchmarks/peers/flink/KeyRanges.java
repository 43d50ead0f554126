package dev.cobnut.benchmarks.peers.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.Partitioner;

/** Ranges of keys of about one size, by the first 2,000 keys of every file. */
final class KeyRanges implements Partitioner<String> {
  static final int COUNT = 8;

  private static final long serialVersionUID = 1;
  private static final int KEY_CHARS = 10;
  private static final int SAMPLE = 2_000;

  private final String[] cuts;

  private KeyRanges(String[] cuts) {
    this.cuts = cuts;
  }

  static KeyRanges of(String in) throws IOException {
    List<String> keys = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(in))) {
      for (Path file : files.toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          lines.limit(SAMPLE).map(line -> line.substring(0, KEY_CHARS)).forEach(keys::add);
        }
      }
    }
    Collections.sort(keys);
    return new KeyRanges(
        IntStream.range(1, COUNT)
            .mapToObj(i -> keys.get(i * keys.size() / COUNT))
            .toArray(String[]::new));
  }

  @Override
  public int partition(String line, int partitions) {
    int found = Arrays.binarySearch(cuts, line);
    return found < 0 ? -found - 1 : found + 1;
  }
}
