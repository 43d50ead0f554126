package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cobnut cancel ID}. */
@Command(name = "cancel", description = "Stops a job; it leaves nothing.", sortOptions = false)
final class CancelCommand extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The job's id.")
  private String id = "";

  CancelCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  JsonObject ask(ServerClient client) throws ServerException, InterruptedException {
    return client.delete(jobPath(id));
  }

  @Override
  List<String> show(JsonObject answer) {
    return List.of("job " + id + ": to be cancelled");
  }
}
