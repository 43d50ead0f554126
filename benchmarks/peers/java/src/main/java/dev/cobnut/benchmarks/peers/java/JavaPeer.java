package dev.cobnut.benchmarks.peers.java;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The limit: the jobs without a framework, on two threads, with no fault tolerance and all state in
 * memory. Arguments: job, input, output; {@code force} after them has the output of sort on the
 * disk before it ends. With {@code -Drepeats=N} it does all that N times, and prints the seconds of
 * each; with {@code -Dthreads=1}, it counts words or makes an index on one thread.
 */
public final class JavaPeer {
  private JavaPeer() {}

  public static void main(String[] arguments) throws Exception {
    Path out = Path.of(arguments[2]);
    Files.createDirectories(out);
    List<Path> in = files(Path.of(arguments[1]));
    boolean force = arguments.length > 3 && arguments[3].equals("force");
    int repeats = Integer.getInteger("repeats", 1);
    for (int run = 0; run < repeats; run++) {
      long startNs = System.nanoTime();
      run(arguments[0], in, out, force);
      if (repeats > 1) {
        System.out.printf("seconds %.3f%n", (System.nanoTime() - startNs) / 1e9);
      }
    }
  }

  private static void run(String job, List<Path> in, Path out, boolean force) throws Exception {
    switch (job) {
      case "wordcount" -> new Words(in, out, false).run();
      case "index" -> new Words(in, out, true).run();
      case "grep" -> new Grep(in, out).run();
      case "logstats" -> new LogStats(in, out).run();
      case "sort" -> new RecordSort(in, out, force).run();
      default -> throw new IllegalArgumentException("job: " + job);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
