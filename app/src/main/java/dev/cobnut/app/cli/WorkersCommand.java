package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import dev.cobnut.app.show.Table;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code cobnut workers}. */
@Command(name = "workers", description = "Lists the workers of a cluster.", sortOptions = false)
final class WorkersCommand extends ServerCommand {
  WorkersCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  JsonObject ask(ServerClient client) throws ServerException, InterruptedException {
    return client.get("/workers");
  }

  @Override
  List<String> show(JsonObject answer) {
    Table table = new Table("WORKER", "NODE", "STATE", "RUNNING", "SLOTS", "HOST", "JAVA");
    items(answer)
        .forEach(
            worker ->
                table.row(
                    text(worker, "id"),
                    text(worker, "node"),
                    text(worker, "state"),
                    text(worker, "running"),
                    text(worker, "slots"),
                    text(worker, "host"),
                    text(worker, "javaFeature")));
    return table.lines();
  }
}
