package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import dev.cobnut.app.show.Table;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cobnut tasks ID}. */
@Command(name = "tasks", description = "Lists the tasks of a job.", sortOptions = false)
final class TasksCommand extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The job's id.")
  private String id = "";

  TasksCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  JsonObject ask(ServerClient client) throws ServerException, InterruptedException {
    return client.get(jobPath(id) + "/tasks");
  }

  @Override
  List<String> show(JsonObject answer) {
    Table table = new Table("TASK", "STATE", "ATTEMPTS", "LAST ON", "ATTEMPT IS", "ERROR");
    items(answer)
        .forEach(
            task -> {
              List<JsonObject> attempts = objects(task, "attempts").toList();
              JsonObject last =
                  attempts.isEmpty() ? new JsonObject() : attempts.get(attempts.size() - 1);
              table.row(
                  text(task, "id"),
                  text(task, "state"),
                  Integer.toString(attempts.size()),
                  text(last, "node"),
                  text(last, "state"),
                  error(last));
            });
    return table.lines();
  }

  private static String error(JsonObject attempt) {
    return attempt.getValue("error") instanceof JsonObject error
        ? text(error, "message")
        : text(attempt, "error");
  }
}
