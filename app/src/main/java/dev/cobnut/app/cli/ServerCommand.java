package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that is one HTTP call, and shows the answer. */
abstract class ServerCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Prints the server's document, and nothing else.")
  private boolean json;

  @Mixin final HelpOption help = new HelpOption();

  ServerCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Makes the call. */
  abstract JsonObject ask(ServerClient client)
      throws ServerException, CommandException, InterruptedException;

  /** The answer in lines for a person. */
  abstract List<String> show(JsonObject answer);

  @Override
  public final Integer call() throws ServerException, CommandException, InterruptedException {
    JsonObject answer = ask(server.client());
    surroundings.terminal().print(json ? List.of(answer.encodePrettily()) : show(answer));
    return Exit.DONE;
  }

  /** The items of a list's document. */
  static Stream<JsonObject> items(JsonObject list) {
    return objects(list, "items");
  }

  /** The objects of an array. */
  static Stream<JsonObject> objects(JsonObject json, String name) {
    return json.getJsonArray(name, new JsonArray()).stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast);
  }

  /** A value as text; empty where there is none. */
  static String text(JsonObject json, String name) {
    Object value = json.getValue(name);
    return value == null ? "" : value.toString();
  }

  /** The path of a job. */
  static String jobPath(String id) {
    return "/jobs/" + ServerClient.segment(id);
  }
}
