package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import dev.cobnut.app.show.Amounts;
import dev.cobnut.app.show.JobDocument;
import dev.cobnut.app.show.Table;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cobnut jobs}. */
@Command(name = "jobs", description = "Lists the jobs of a cluster.", sortOptions = false)
final class JobsCommand extends ServerCommand {
  @Option(names = "--state", paramLabel = "STATE", description = "Only jobs in this state.")
  private Optional<String> state = Optional.empty();

  @Option(names = "--limit", paramLabel = "N", description = "How many, at most.")
  private Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Goes on after the page that ended with this cursor.")
  private Optional<String> after = Optional.empty();

  JobsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  JsonObject ask(ServerClient client) throws ServerException, InterruptedException {
    List<String> query = new ArrayList<>();
    state.ifPresent(
        value -> query.add("state=" + ServerClient.segment(value.toUpperCase(Locale.ROOT))));
    limit.ifPresent(value -> query.add("limit=" + value));
    after.ifPresent(value -> query.add("after=" + ServerClient.segment(value)));
    return client.get("/jobs" + (query.isEmpty() ? "" : "?" + String.join("&", query)));
  }

  @Override
  List<String> show(JsonObject answer) {
    Table table = new Table("ID", "JOB", "STATE", "DONE", "TIME", "OUTPUT");
    Instant now = Instant.now();
    items(answer)
        .map(JobDocument::new)
        .forEach(
            job ->
                table.row(
                    job.id(),
                    job.job(),
                    job.state(),
                    (int) job.percent() + " %",
                    Amounts.time(job.elapsedMs(now)),
                    job.output()));
    List<String> lines = new ArrayList<>(table.lines());
    String next = text(answer, "next");
    if (!next.isEmpty()) {
      lines.add("more: cobnut jobs --after " + next);
    }
    return lines;
  }
}
