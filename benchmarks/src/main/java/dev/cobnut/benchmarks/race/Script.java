package dev.cobnut.benchmarks.race;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The script that users call.
 *
 * @param home the checkout that it is in
 * @param options of the JVM, beside those that it gives of its own accord
 */
record Script(Path home, Java java, List<String> options) {
  Script {
    options = List.copyOf(options);
  }

  /** A command line that begins with the script and its arguments, to be gone on with. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("env", "JAVA_HOME=" + java.home()));
    if (!options.isEmpty()) {
      command.add("COBNUT_JAVA_OPTS=" + String.join(" ", options));
    }
    command.add(home.resolve("cobnut").toString());
    command.addAll(List.of(arguments));
    return command;
  }
}
