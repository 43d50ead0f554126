package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the kernel has put to a process's account so far: its own use, or that of its children that
 * have ended and been waited for, and of theirs. The latter is exact, since the kernel adds it up
 * as a process is buried; nothing is lost between two looks.
 *
 * @param cpuSeconds user and system
 */
record Account(double cpuSeconds, long writtenBytes) {
  /** Linux tells of time in these to every program, whatever its clock is. */
  private static final double TICKS_A_SECOND = 100;

  private static final int USER_TICKS = 13;
  private static final int CHILDREN_USER_TICKS = 15;

  /** Of the children of this process; what this process writes itself is in it. */
  static Account ofChildren() throws IOException {
    Path self = Path.of("/proc/self");
    return new Account(cpuSeconds(self, CHILDREN_USER_TICKS), writtenBytes(self));
  }

  /** Of a process that lives, with its children that have ended. */
  static Account of(long pid) throws IOException {
    Path process = Path.of("/proc", String.valueOf(pid));
    return new Account(
        cpuSeconds(process, USER_TICKS) + cpuSeconds(process, CHILDREN_USER_TICKS),
        writtenBytes(process));
  }

  static Account of(List<Long> pids) throws IOException {
    Account sum = new Account(0, 0);
    for (long pid : pids) {
      sum = sum.plus(of(pid));
    }
    return sum;
  }

  Account plus(Account other) {
    return new Account(cpuSeconds + other.cpuSeconds, writtenBytes + other.writtenBytes);
  }

  Account minus(Account earlier) {
    return new Account(cpuSeconds - earlier.cpuSeconds, writtenBytes - earlier.writtenBytes);
  }

  private static double cpuSeconds(Path process, int field) throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    // The second field is the program's name, which may hold anything but ends at the last bracket.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    int at = field - 2;
    return (Long.parseLong(fields[at]) + Long.parseLong(fields[at + 1])) / TICKS_A_SECOND;
  }

  private static long writtenBytes(Path process) throws IOException {
    return Files.readAllLines(process.resolve("io")).stream()
        .filter(line -> line.startsWith("write_bytes: "))
        .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length())))
        .sum();
  }
}
