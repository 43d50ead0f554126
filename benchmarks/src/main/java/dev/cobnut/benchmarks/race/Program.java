package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A program of the benchmarks, from its command line to its exit status. */
interface Program {
  /**
   * Does its work.
   *
   * @param commandLine as it was typed, for the page
   * @return the exit status
   */
  int run(RaceOptions options, String commandLine) throws IOException, InterruptedException;

  /**
   * Runs a program, and ends this process: with 2 where the command line asks for what there isn't.
   * Whoever interrupts it doesn't want its processes to run on.
   *
   * @param name of the script that starts it
   */
  static void main(String name, List<RaceOptions.Known> known, String[] arguments, Program program)
      throws IOException, InterruptedException {
    Thread ending =
        new Thread(
            () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly));
    Runtime.getRuntime().addShutdownHook(ending);
    int exit;
    try {
      RaceOptions options = RaceOptions.parse(known, List.of(arguments));
      String typed =
          Arrays.stream(arguments)
              .map(one -> one.contains(" ") ? "'" + one + "'" : one)
              .collect(Collectors.joining(" ", "benchmarks/" + name + " ", ""));
      exit = program.run(options, typed.strip());
    } catch (IllegalArgumentException refused) {
      System.err.println(refused.getMessage());
      exit = 2;
    }
    System.exit(exit);
  }
}
