package dev.cobnut.benchmarks.peers.java;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The limit: the jobs without a framework, on two threads, with no fault tolerance and all state in
 * memory. Arguments: job, input, output; {@code force} after them has the output of sort on the
 * disk before it ends.
 */
public final class JavaPeer {
  private JavaPeer() {}

  public static void main(String[] arguments) throws Exception {
    Path out = Path.of(arguments[2]);
    Files.createDirectories(out);
    List<Path> in = files(Path.of(arguments[1]));
    boolean force = arguments.length > 3 && arguments[3].equals("force");
    switch (arguments[0]) {
      case "wordcount" -> new Words(in, out, false).run();
      case "index" -> new Words(in, out, true).run();
      case "grep" -> new Grep(in, out).run();
      case "logstats" -> new LogStats(in, out).run();
      case "sort" -> new RecordSort(in, out, force).run();
      default -> throw new IllegalArgumentException("job: " + arguments[0]);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
