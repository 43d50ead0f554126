package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import dev.cobnut.app.show.JobDocument;
import dev.cobnut.app.show.JobSummary;
import dev.cobnut.app.show.OutputPeek;
import dev.cobnut.app.show.Terminal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cobnut submit}: a job on a cluster. */
@Command(
    name = "submit",
    customSynopsis = "cobnut submit JOB --input URI... --output URI [OPTION...]",
    description = "Submits a job to a cluster.",
    sortOptions = false)
final class SubmitCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private final JobOptions job = new JobOptions();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "URI",
      description = "The directory that the parts go to; must not be there yet.")
  private String output = "";

  @Mixin private final ServerOptions server = new ServerOptions();

  @Option(names = "--wait", description = "Follows the job, and exits as it ends.")
  private boolean wait;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "-10 to 10: each step doubles the job's share of the slots; 0 by default.")
  private Optional<Integer> priority = Optional.empty();

  @Option(
      names = "--running-max",
      paramLabel = "N",
      description = "How many of the job's tasks may run at once; by default any number.")
  private Optional<Integer> runningMax = Optional.empty();

  @Option(
      names = "--idempotency-key",
      paramLabel = "K",
      description = "The same key gives the same job; a random one by default.")
  private Optional<String> idempotencyKey = Optional.empty();

  @Option(names = "--json", description = "Prints the job's document, and nothing else.")
  private boolean json;

  @Mixin final HelpOption help = new HelpOption();

  SubmitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call()
      throws CommandException, ServerException, InterruptedException, IOException {
    List<String> inputs = job.inputs.stream().map(SubmitCommand::absolute).toList();
    JsonObject submission = job.required().submission(inputs, absolute(output));
    priority.ifPresent(value -> submission.put("priority", value));
    runningMax.ifPresent(value -> submission.put("runningMax", value));
    String key = idempotencyKey.orElseGet(() -> UUID.randomUUID().toString());
    ServerClient client = server.client();
    JobDocument accepted =
        new JobDocument(client.post("/jobs", submission, Map.of("Idempotency-Key", key)));
    Terminal terminal = surroundings.terminal();
    if (!wait) {
      terminal.out().println(json ? accepted.json().encodePrettily() : accepted.id());
      return Exit.DONE;
    }
    terminal.err().println(accepted.job() + " accepted: job " + accepted.id());
    JobDocument ended = follow(client, accepted.id(), terminal);
    report(ended, terminal);
    return ended.isSucceeded() ? Exit.DONE : Exit.FAILED;
  }

  private JobDocument follow(ServerClient client, String id, Terminal terminal)
      throws ServerException, InterruptedException {
    String goesOn = "job " + id + " goes on; cobnut cancel " + id + " stops it";
    Thread hook = new Thread(() -> terminal.err().println("\n" + goesOn), "cobnut-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return new JobFollower(client, terminal, json).follow(id);
    } finally {
      forget(hook);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // It says its line just now.
      return;
    }
  }

  private void report(JobDocument ended, Terminal terminal) throws IOException {
    if (json) {
      terminal.out().println(ended.json().encodePrettily());
    } else if (ended.isSucceeded()) {
      terminal.print(JobSummary.succeeded(ended, output, Instant.now()));
      Path folder = Path.of(absolute(output).replaceFirst("^file:(//)?", ""));
      if (Files.isDirectory(folder)) {
        List<Path> parts = OutputPeek.parts(folder);
        terminal.print(JobSummary.beginning(output, parts, terminal.columns()));
      }
    } else {
      JobSummary.failed(ended, Instant.now()).forEach(terminal.err()::println);
    }
  }

  /** The server has another working directory. */
  private static String absolute(String uri) {
    if (uri.isEmpty() || uri.startsWith("file:") || uri.contains("://")) {
      return uri;
    }
    try {
      return Path.of(uri).toAbsolutePath().toString();
    } catch (InvalidPathException serverSaysWhy) {
      return uri;
    }
  }
}
