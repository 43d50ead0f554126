package dev.cobnut.benchmarks.race;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JDK that contenders run on. */
record Java(Path home) {
  /** A command line that begins with the JVM and its options, to be gone on with. */
  List<String> command(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(options);
    command.addAll(List.of(arguments));
    return command;
  }
}
