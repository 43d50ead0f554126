package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the memory of processes and of their children many times a second, and keeps the peaks
 * of the sums. Pages that two of the processes share count twice. Start and stop belong to one
 * thread; the looks are taken on another.
 */
final class MemoryWatch {
  private static final long INTERVAL_MS = 20;

  private final List<Long> roots;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "memory-watch");
  private long residentPeakKib;
  private long anonymousPeakKib;

  private MemoryWatch(List<Long> roots) {
    this.roots = List.copyOf(roots);
  }

  static MemoryWatch start(List<Long> roots) {
    MemoryWatch watch = new MemoryWatch(roots);
    watch.thread.start();
    return watch;
  }

  void stop() throws InterruptedException {
    stopping.countDown();
    thread.join();
  }

  /** Known once stopped. */
  long residentPeakBytes() {
    return residentPeakKib << 10;
  }

  /** Known once stopped. */
  long anonymousPeakBytes() {
    return anonymousPeakKib << 10;
  }

  private void watch() {
    try {
      do {
        look();
      } while (!stopping.await(INTERVAL_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException nobodyWaits) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    long resident = 0;
    long anonymous = 0;
    for (long pid : withChildren()) {
      for (String line : lines(Path.of("/proc", String.valueOf(pid), "status"))) {
        if (line.startsWith("VmRSS:")) {
          resident += kib(line);
        } else if (line.startsWith("RssAnon:") || line.startsWith("RssShmem:")) {
          anonymous += kib(line);
        }
      }
    }
    residentPeakKib = Math.max(residentPeakKib, resident);
    anonymousPeakKib = Math.max(anonymousPeakKib, anonymous);
  }

  /** Those that a process's first thread has started, as shells do; JVMs have none of weight. */
  private List<Long> withChildren() {
    List<Long> all = new ArrayList<>(roots);
    for (int i = 0; i < all.size(); i++) {
      String pid = all.get(i).toString();
      for (String line : lines(Path.of("/proc", pid, "task", pid, "children"))) {
        for (String child : line.strip().split(" ", -1)) {
          if (!child.isEmpty()) {
            all.add(Long.valueOf(child));
          }
        }
      }
    }
    return all;
  }

  /** None of a process that has ended. */
  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException ended) {
      return List.of();
    } catch (IOException endsJustNow) {
      return List.of();
    }
  }

  private static long kib(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
