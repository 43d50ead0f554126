package dev.cobnut.app.cli;

import dev.cobnut.app.embedded.EmbeddedEngine;
import dev.cobnut.app.embedded.EmbeddedEngine.OutputUse;
import dev.cobnut.app.embedded.ProblemException;
import dev.cobnut.app.embedded.RunState;
import dev.cobnut.app.show.JobDocument;
import dev.cobnut.app.show.JobSummary;
import dev.cobnut.app.show.OutputPeek;
import dev.cobnut.app.show.ProgressWriter;
import dev.cobnut.app.show.Terminal;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.runtime.storage.StoragePaths;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
  private final Surroundings surroundings;

  @Mixin private final JobOptions job = new JobOptions();
  @Mixin private final EmbeddedOptions embedded = new EmbeddedOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "URI",
      description = "The directory that the parts go to; must not be there yet.")
  private String output = "";

  @Option(
      names = "--overwrite",
      description = "Replaces an output that is there, once the job has succeeded.")
  private boolean overwrite;

  @Option(names = "--resume", description = "Goes on with the run that was stopped at this output.")
  private boolean resume;

  @Option(names = "--json", description = "Prints the job's document, and nothing else.")
  private boolean json;

  @Mixin final HelpOption help = new HelpOption();

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    if (!resume) {
      job.required();
    }
    if (output.isEmpty()) {
      throw CommandException.usage("Missing required option: '--output=URI'");
    }
    return resume ? resume() : run();
  }

  private int run() throws CommandException, InterruptedException {
    JsonObject submission = job.submission(job.inputs, output);
    return embedded.withJournal(
        surroundings,
        job.job,
        output,
        overwrite,
        (engine, config) -> run(engine, config, submission));
  }

  private int resume() throws CommandException, InterruptedException {
    Optional<RunState> state;
    try {
      OutputFolder folder = OutputFolder.of(output);
      state = RunState.resume(folder);
      boolean isComplete = Files.exists(folder.path().resolve(StoragePaths.SUCCESS));
      if (state.isEmpty() && isComplete) {
        surroundings.terminal().err().println(output + " is complete already");
        return Exit.DONE;
      }
    } catch (IOException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
    if (state.isEmpty()) {
      throw CommandException.usage(
          "--resume: no run was stopped at " + output + " (expected: the output of one)");
    }
    return embedded.resume(surroundings, state.get(), (engine, config) -> resume(engine));
  }

  private int resume(EmbeddedEngine engine)
      throws CommandException, ProblemException, InterruptedException, IOException {
    Optional<JobDocument> found = engine.found();
    if (found.isEmpty()) {
      throw CommandException.usage(
          "--resume: the run at "
              + output
              + " was stopped before its job was accepted, and is cleared away (expected: a run"
              + " with a job; run it anew)");
    }
    job.requireSame(found.get().json());
    Terminal terminal = surroundings.terminal();
    return report(showing(terminal, json, show -> engine.resume(found.get(), show)));
  }

  private int run(EmbeddedEngine engine, Config config, JsonObject submission)
      throws ProblemException, InterruptedException, IOException {
    if (!submission.containsKey("reducers")) {
      submission.put("reducers", config.worker().slots());
    }
    OutputUse use = new OutputUse(overwrite, true);
    return report(runShowing(engine, submission, use, surroundings.terminal(), json));
  }

  private int report(JobDocument ended) throws IOException {
    Terminal terminal = surroundings.terminal();
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
      EmbeddedEngine engine, JsonObject submission, OutputUse use, Terminal terminal, boolean quiet)
      throws ProblemException, InterruptedException {
    return showing(terminal, quiet, show -> engine.run(submission, use, show));
  }

  private interface Following {
    JobDocument toTheEnd(Consumer<JobDocument> show) throws ProblemException, InterruptedException;
  }

  private static JobDocument showing(Terminal terminal, boolean quiet, Following following)
      throws ProblemException, InterruptedException {
    ProgressWriter progress =
        new ProgressWriter(terminal.err(), terminal.interactive(), terminal.columns());
    long startedNs = System.nanoTime();
    try {
      return following.toTheEnd(
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
