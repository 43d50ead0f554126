package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cobnut plugin add} and {@code cobnut plugin remove}. */
@Command(name = "plugin", description = "Adds a plugin to a cluster, or removes it.")
final class PluginCommand {
  @Mixin final HelpOption help = new HelpOption();

  /** {@code cobnut plugin add JAR}. */
  @Command(name = "add", description = "Uploads a plugin.", sortOptions = false)
  static final class Add extends ServerCommand {
    @Parameters(paramLabel = "JAR", description = "The plugin's jar.")
    private Path jar = Path.of("");

    Add(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ServerClient client)
        throws ServerException, CommandException, InterruptedException {
      String name = String.valueOf(jar.getFileName());
      if (!name.endsWith(".jar")) {
        throw CommandException.usage(jar + " (expected: a file whose name ends in .jar)");
      }
      return client.put("/plugins/" + ServerClient.segment(name), jar);
    }

    @Override
    List<String> show(JsonObject answer) {
      return List.of("plugin " + jar.getFileName() + ": added");
    }
  }

  /** {@code cobnut plugin remove NAME}. */
  @Command(name = "remove", description = "Removes a plugin.", sortOptions = false)
  static final class Remove extends ServerCommand {
    @Parameters(paramLabel = "NAME", description = "The plugin's name.")
    private String name = "";

    Remove(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    JsonObject ask(ServerClient client) throws ServerException, InterruptedException {
      String file = name.endsWith(".jar") ? name : name + ".jar";
      return client.delete("/plugins/" + ServerClient.segment(file));
    }

    @Override
    List<String> show(JsonObject answer) {
      return List.of("plugin " + name + ": removed");
    }
  }
}
