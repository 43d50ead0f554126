package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cobnut explain ID}. */
@Command(name = "explain", description = "Says what a job waits for, and why.", sortOptions = false)
final class ExplainCommand extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The job's id.")
  private String id = "";

  ExplainCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  JsonObject ask(ServerClient client)
      throws ServerException, CommandException, InterruptedException {
    client.get(jobPath(id)); // a job that isn't there is refused as such
    try {
      return client.get(jobPath(id) + "/explanation");
    } catch (ServerException e) {
      if (e.status() == 404) {
        throw CommandException.usage("explain: this server doesn't explain jobs yet");
      }
      throw e;
    }
  }

  @Override
  List<String> show(JsonObject answer) {
    JsonArray causes = answer.getJsonArray("items", new JsonArray());
    return causes.isEmpty()
        ? List.of(answer.encodePrettily())
        : causes.stream()
            .map(cause -> cause instanceof JsonObject json ? text(json, "text") : cause.toString())
            .toList();
  }
}
