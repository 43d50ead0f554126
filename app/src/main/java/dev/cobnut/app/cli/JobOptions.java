package dev.cobnut.app.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which job, over what: the options that {@code run}, {@code submit} and {@code verify} share. */
final class JobOptions {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "JOB",
      description = "The job's name, as in wordcount.")
  String job = "";

  @Option(
      names = {"-i", "--input"},
      arity = "1..*",
      paramLabel = "URI",
      description = "Files, directories (all below them) or globs.")
  List<String> inputs = new ArrayList<>();

  @Option(
      names = {"-r", "--reducers"},
      paramLabel = "N",
      description = "How many parts the output has; by default the slots that there are.")
  Optional<Integer> reducers = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the job; may be given several times.")
  List<String> settings = new ArrayList<>();

  @Option(
      names = "--split-bytes",
      paramLabel = "N",
      description = "How large a split of the input may be, bytes.")
  Optional<Long> splitBytes = Optional.empty();

  @Option(
      names = "--skip-bad-records",
      description =
          "Leaves out records at which map fails, and lists them in the output's _skipped.")
  boolean skipBadRecords;

  /** These, where job and input are given. */
  JobOptions required() throws CommandException {
    if (job.isEmpty()) {
      throw CommandException.usage("Missing required parameter: 'JOB'");
    }
    if (inputs.isEmpty()) {
      throw CommandException.usage("Missing required option: '--input=URI...'");
    }
    return this;
  }

  /**
   * Refuses what is given and isn't as with the job that goes on.
   *
   * @param document of that
   */
  void requireSame(JsonObject document) throws CommandException {
    if (!job.isEmpty()) {
      requireSame("JOB", job, document.getString("job"));
    }
    if (!inputs.isEmpty()) {
      List<String> given =
          inputs.stream().map(input -> Path.of(input).toAbsolutePath().toString()).toList();
      requireSame("--input", new JsonArray(given), document.getJsonArray("input"));
    }
    if (reducers.isPresent()) {
      requireSame("--reducers", reducers.get(), document.getInteger("reducers"));
    }
    if (splitBytes.isPresent()) {
      requireSame("--split-bytes", splitBytes.get(), document.getLong("splitBytes"));
    }
    if (skipBadRecords) {
      requireSame("--skip-bad-records", true, document.getBoolean("skipBadRecords"));
    }
    for (Map.Entry<String, String> parameter : parameters().entrySet()) {
      requireSame(
          "--set " + parameter.getKey(),
          parameter.getValue(),
          document.getJsonObject("parameters").getString(parameter.getKey()));
    }
  }

  private static void requireSame(String option, Object given, @Nullable Object known)
      throws CommandException {
    if (!given.equals(known)) {
      throw CommandException.usage(
          option
              + ": "
              + given
              + " (expected: "
              + known
              + ", as the run that goes on, or nothing)");
    }
  }

  /** The job's parameters. */
  Map<String, String> parameters() throws CommandException {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw CommandException.usage("--set: \"" + setting + "\" (expected: NAME=VALUE)");
      }
      String name = setting.substring(0, equals);
      if (parameters.put(name, setting.substring(equals + 1)) != null) {
        throw CommandException.usage("--set: " + name + " given twice (expected: once)");
      }
    }
    return parameters;
  }

  /** The document that submits the job. */
  JsonObject submission(List<String> inputs, String output) throws CommandException {
    JsonObject parameters = new JsonObject();
    parameters().forEach(parameters::put);
    JsonObject submission =
        new JsonObject()
            .put("job", job)
            .put("input", new JsonArray(inputs))
            .put("output", output)
            .put("parameters", parameters);
    reducers.ifPresent(count -> submission.put("reducers", count));
    splitBytes.ifPresent(bytes -> submission.put("splitBytes", bytes));
    if (skipBadRecords) {
      submission.put("skipBadRecords", true);
    }
    return submission;
  }
}
