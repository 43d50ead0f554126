package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import dev.cobnut.app.show.JobDocument;
import dev.cobnut.app.show.JobSummary;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cobnut job ID}. */
@Command(name = "job", description = "Shows a job of a cluster.", sortOptions = false)
final class JobCommand extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The job's id.")
  private String id = "";

  JobCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  JsonObject ask(ServerClient client) throws ServerException, InterruptedException {
    return client.get(jobPath(id));
  }

  @Override
  List<String> show(JsonObject answer) {
    return JobSummary.described(new JobDocument(answer), Instant.now());
  }
}
