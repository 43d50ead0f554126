package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import dev.cobnut.app.show.Table;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code cobnut plugins}. */
@Command(name = "plugins", description = "Lists the plugins and their jobs.", sortOptions = false)
final class PluginsCommand extends ServerCommand {
  PluginsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  JsonObject ask(ServerClient client) throws ServerException, InterruptedException {
    return client.get("/plugins");
  }

  @Override
  List<String> show(JsonObject answer) {
    Table table = new Table("PLUGIN", "VERSION", "SHA-256", "JOBS");
    List<String> problems = new ArrayList<>();
    items(answer)
        .forEach(
            plugin -> {
              String sha256 = text(plugin, "sha256");
              table.row(
                  text(plugin, "name"),
                  text(plugin, "version"),
                  sha256.substring(0, Math.min(12, sha256.length())),
                  objects(plugin, "jobs")
                      .map(job -> text(job, "name"))
                      .collect(Collectors.joining(", ")));
              if (!text(plugin, "error").isEmpty()) {
                problems.add(text(plugin, "name") + ": " + text(plugin, "error"));
              }
            });
    List<String> lines = new ArrayList<>(table.lines());
    lines.addAll(problems);
    return lines;
  }
}
