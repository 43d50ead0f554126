package dev.cobnut.app.cli;

import dev.cobnut.app.embedded.EmbeddedEngine;
import dev.cobnut.app.embedded.EmbeddedEngine.OutputUse;
import dev.cobnut.app.embedded.ProblemException;
import dev.cobnut.app.show.Amounts;
import dev.cobnut.app.show.JobDocument;
import dev.cobnut.app.show.JobSummary;
import dev.cobnut.app.show.Terminal;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.local.LocalRunner;
import dev.cobnut.job.local.UserCodeException;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.storage.StoragePaths;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cobnut verify}: a job, and its sequential reference, compared byte for byte. */
@Command(
    name = "verify",
    customSynopsis = "cobnut verify JOB --input URI... [OPTION...]",
    description = {
      "Runs a job in this process, then its sequential reference, and compares them byte by byte.",
      "The reference holds all intermediate data in memory; -Xmx in COBNUT_JAVA_OPTS gives it more."
    },
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private final JobOptions job = new JobOptions();
  @Mixin private final EmbeddedOptions embedded = new EmbeddedOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "URI",
      description = "Keeps the job's output there; by default it is removed.")
  private Optional<String> output = Optional.empty();

  @Option(names = "--json", description = "Prints one JSON document, and nothing else.")
  private boolean json;

  @Mixin final HelpOption help = new HelpOption();

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    JsonObject submission = job.required().submission(job.inputs, output.orElse(""));
    return embedded.withEngine(
        surroundings, (engine, config) -> verify(engine, config, submission));
  }

  private int verify(EmbeddedEngine engine, Config config, JsonObject submission)
      throws CommandException, ProblemException, InterruptedException, IOException {
    Path scratch = config.dataDir().resolve(config.node().name()).resolve("verify");
    if (output.isEmpty()) {
      submission.put("output", scratch.toAbsolutePath().toString());
    }
    if (!submission.containsKey("reducers")) {
      submission.put("reducers", config.worker().slots());
    }
    Terminal terminal = surroundings.terminal();
    JobDocument ended =
        RunCommand.runShowing(engine, submission, new OutputUse(false, false), terminal, json);
    if (!ended.isSucceeded()) {
      JobSummary.failed(ended, Instant.now()).forEach(terminal.err()::println);
      return Exit.FAILED;
    }
    List<PartComparison> parts = reference(engine, config, ended, submission);
    return report(ended, parts);
  }

  private List<PartComparison> reference(
      EmbeddedEngine engine, Config config, JobDocument ended, JsonObject submission)
      throws CommandException, IOException {
    String sha256 = ended.json().getJsonObject("plugin").getString("sha256");
    MapReduceJob code = engine.plugins().load(sha256, ended.job());
    Path folder = Path.of(ended.output());
    List<PartComparison> parts = new ArrayList<>();
    try {
      LocalRunner.of(code)
          .skipBadRecords(job.skipBadRecords)
          .parameters(job.parameters())
          .inputs(texts(ended.json().getJsonArray("input", submission.getJsonArray("input"))))
          .reducers(submission.getInteger("reducers"))
          .recordBytesMax(Math.toIntExact(config.recordLimitBytes()))
          .run(
              part -> {
                PartComparison comparison =
                    new PartComparison(folder.resolve(StoragePaths.part(part)));
                parts.add(comparison);
                return comparison;
              });
    } catch (UserCodeException e) {
      throw new CommandException(
          Exit.FAILED, "the sequential reference fails, the job did not: " + e.getMessage());
    } catch (OutOfMemoryError e) {
      throw new CommandException(
          Exit.FAILED,
          "the sequential reference needs more memory than "
              + Amounts.bytes(Runtime.getRuntime().maxMemory())
              + " (-Xmx in COBNUT_JAVA_OPTS gives it more)");
    }
    return parts;
  }

  private static List<String> texts(JsonArray array) {
    return array.stream().map(String::valueOf).toList();
  }

  private int report(JobDocument ended, List<PartComparison> parts) {
    JsonObject report =
        new JsonObject()
            .put("job", ended.job())
            .put("equal", true)
            .put("parts", parts.size())
            .put("bytes", parts.stream().mapToLong(PartComparison::bytes).sum());
    for (int part = 0; part < parts.size() && report.getBoolean("equal"); part++) {
      Optional<Long> difference = parts.get(part).firstDifference();
      if (difference.isPresent()) {
        report.put("equal", false);
        report.put("part", StoragePaths.part(part)).put("offset", difference.get());
      }
    }
    boolean equal = report.getBoolean("equal");
    surroundings.terminal().out().println(json ? report.encodePrettily() : sentence(report));
    return equal ? Exit.DONE : Exit.FAILED;
  }

  private static String sentence(JsonObject report) {
    if (report.getBoolean("equal")) {
      return report.getString("job")
          + ": equal, "
          + Amounts.count(report.getInteger("parts"), "part")
          + ", "
          + Amounts.bytes(report.getLong("bytes"));
    }
    return report.getString("job")
        + ": different, first in "
        + report.getString("part")
        + " at byte "
        + report.getLong("offset");
  }
}
