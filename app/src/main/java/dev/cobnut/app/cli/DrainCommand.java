package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cobnut drain WORKER}. */
@Command(name = "drain", description = "Gives a worker no more tasks.", sortOptions = false)
final class DrainCommand extends ServerCommand {
  @Parameters(paramLabel = "WORKER", description = "The worker's id.")
  private String id = "";

  DrainCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  JsonObject ask(ServerClient client) throws ServerException, InterruptedException {
    return client.post(
        "/workers/" + ServerClient.segment(id) + "/drain", new JsonObject(), Map.of());
  }

  @Override
  List<String> show(JsonObject answer) {
    return List.of("worker " + id + ": draining");
  }
}
