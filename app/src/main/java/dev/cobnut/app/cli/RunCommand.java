package dev.cobnut.app.cli;

import dev.cobnut.app.embedded.EmbeddedEngine;
import dev.cobnut.app.embedded.ProblemException;
import dev.cobnut.app.show.JobDocument;
import dev.cobnut.app.show.JobSummary;
import dev.cobnut.app.show.OutputPeek;
import dev.cobnut.app.show.ProgressWriter;
import dev.cobnut.app.show.Terminal;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.storage.OutputFolder;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cobnut run}: a whole job in this process. */
@Command(
    name = "run",
    customSynopsis = "cobnut run JOB --input URI... --output URI [OPTION...]",
    description = "Runs a job in this process, and shows what came out.",
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  private static final int CONFLICT = 409;

  private final Surroundings surroundings;

  @Mixin private final JobOptions job = new JobOptions();
  @Mixin private final EmbeddedOptions embedded = new EmbeddedOptions();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "URI",
      description = "The directory that the parts go to; must not be there yet.")
  private String output = "";

  @Option(
      names = "--overwrite",
      description = "Replaces an output that is there, once the job has succeeded.")
  private boolean overwrite;

  @Option(names = "--resume", description = "Goes on with a run that was stopped (not there yet).")
  private boolean resume;

  @Option(names = "--json", description = "Prints the job's document, and nothing else.")
  private boolean json;

  @Mixin final HelpOption help = new HelpOption();

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    if (resume) {
      throw CommandException.usage(
          "--resume: not there yet, it comes with the journal (expected: a run from the start)");
    }
    JsonObject submission = job.submission(job.inputs, output);
    return embedded.withEngine(surroundings, (engine, config) -> run(engine, config, submission));
  }

  private int run(EmbeddedEngine engine, Config config, JsonObject submission)
      throws CommandException, ProblemException, InterruptedException, IOException {
    if (!submission.containsKey("reducers")) {
      submission.put("reducers", config.worker().slots());
    }
    Terminal terminal = surroundings.terminal();
    JobDocument ended;
    try {
      ended = runShowing(engine, submission, overwrite, terminal, json);
    } catch (ProblemException e) {
      if (e.status() == CONFLICT && !overwrite) {
        throw CommandException.usage(e.getMessage() + "; --overwrite replaces it");
      }
      throw e;
    }
    if (json) {
      terminal.out().println(ended.json().encodePrettily());
    } else if (ended.isSucceeded()) {
      Path folder = OutputFolder.of(output).path();
      terminal.print(JobSummary.succeeded(ended, output, Instant.now()));
      terminal.print(JobSummary.beginning(output, OutputPeek.parts(folder), terminal.columns()));
    } else {
      JobSummary.failed(ended, Instant.now()).forEach(terminal.err()::println);
    }
    return ended.isSucceeded() ? Exit.DONE : Exit.FAILED;
  }

  /** Runs a job to its end, its progress on {@code err} unless it is to be quiet. */
  static JobDocument runShowing(
      EmbeddedEngine engine,
      JsonObject submission,
      boolean overwrite,
      Terminal terminal,
      boolean quiet)
      throws ProblemException, InterruptedException {
    ProgressWriter progress =
        new ProgressWriter(terminal.err(), terminal.interactive(), terminal.columns());
    long startedNs = System.nanoTime();
    try {
      return engine.run(
          submission,
          overwrite,
          document -> {
            if (!quiet) {
              progress.show(document, (System.nanoTime() - startedNs) / 1_000_000);
            }
          });
    } finally {
      progress.end();
    }
  }
}
