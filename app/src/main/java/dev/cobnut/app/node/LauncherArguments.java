package dev.cobnut.app.node;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import io.vertx.launcher.application.impl.VertxApplicationCommand;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The launcher's arguments, read before it reads them: it goes on with nothing where a file is
 * missing or isn't JSON, and we don't.
 *
 * @param clustered whether the node joins a cluster
 * @param conf the text of the configuration, as a file or the argument itself holds it
 */
record LauncherArguments(boolean clustered, Optional<String> conf) {

  /** The launcher's own grammar. */
  static CommandLine grammar(String[] args) {
    return new CommandLine(
            new VertxApplicationCommand(
                new VertxApplication(args), VertxApplicationHooks.DEFAULT, null))
        .setOptionsCaseInsensitive(true);
  }

  /**
   * Reads arguments, and the files that they name.
   *
   * @throws StartException where they can't be followed to the letter
   */
  static LauncherArguments parse(String[] args) throws StartException {
    ParseResult parsed;
    try {
      parsed = grammar(args).parseArgs(args);
    } catch (ParameterException e) {
      throw new StartException(e.getMessage() + " (java -jar cobnut.jar --help lists the options)");
    }
    if (parsed.hasMatchedPositional(0)) {
      String verticle = parsed.matchedPositionalValue(0, "");
      throw new StartException(
          "main verticle: " + verticle + " (expected: none, Cobnut brings its own)");
    }
    int instances = parsed.matchedOptionValue("-instances", 1);
    if (instances != 1) {
      throw new StartException("-instances: " + instances + " (expected: 1)");
    }
    requireObject(parsed, "-options");
    requireObject(parsed, "-deployment-options");
    return new LauncherArguments(parsed.hasMatchedOption("-cluster"), text(parsed, "-conf"));
  }

  private static void requireObject(ParseResult parsed, String option) throws StartException {
    Optional<String> text = text(parsed, option);
    if (text.isPresent()) {
      try {
        new JsonObject(text.get());
      } catch (DecodeException e) {
        throw new StartException(option + ": " + firstLine(e) + " (expected: a JSON object)");
      }
    }
  }

  private static Optional<String> text(ParseResult parsed, String option) throws StartException {
    String value = parsed.matchedOptionValue(option, (String) null);
    if (value == null) {
      return Optional.empty();
    }
    if (value.stripLeading().startsWith("{")) {
      return Optional.of(value);
    }
    try {
      return Optional.of(Files.readString(Path.of(value), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new StartException(option + ": " + value + ": no such file (expected: a JSON file)");
    } catch (MalformedInputException e) {
      throw new StartException(option + ": " + value + ": not UTF-8 (expected: a JSON file)");
    } catch (IOException | InvalidPathException e) {
      throw new StartException(
          option + ": " + value + ": can't be read (" + e + ") (expected: a JSON file)");
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
