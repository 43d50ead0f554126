package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cobnut drain WORKER}. */
@Command(name = "drain", description = "Gives a worker no more tasks.", sortOptions = false)
final class DrainCommand extends ServerCommand {
  /** A master that has just taken over has met all workers by then. */
  private static final long MISSING_NS_MAX = 15_000_000_000L;

  @Parameters(paramLabel = "WORKER", description = "The worker's id.")
  private String id = "";

  @Option(
      names = "--wait",
      description =
          "Waits until it runs nothing and holds nothing that a job needs: it may be stopped then.")
  private boolean wait;

  DrainCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  JsonObject ask(ServerClient client)
      throws ServerException, CommandException, InterruptedException {
    JsonObject worker =
        client.post("/workers/" + ServerClient.segment(id) + "/drain", new JsonObject(), Map.of());
    return wait ? drained(client, worker) : worker;
  }

  private JsonObject drained(ServerClient client, JsonObject asked)
      throws ServerException, CommandException, InterruptedException {
    Poll poll = new Poll(client, "/workers");
    Optional<JsonObject> worker = Optional.of(asked);
    long seenNs = System.nanoTime();
    while (worker.filter(DrainCommand::isDrained).isEmpty()) {
      worker = items(poll.next()).filter(each -> text(each, "id").equals(id)).findFirst();
      if (worker.isPresent()) {
        seenNs = System.nanoTime();
      } else if (System.nanoTime() - seenNs > MISSING_NS_MAX) {
        throw new CommandException(Exit.FAILED, "worker " + id + ": gone before it was drained");
      }
    }
    return worker.get();
  }

  private static boolean isDrained(JsonObject worker) {
    return text(worker, "state").equals("draining") && text(worker, "needed").equals("false");
  }

  @Override
  List<String> show(JsonObject answer) {
    String state = isDrained(answer) ? "drained; it may be stopped" : "draining";
    return List.of("worker " + id + ": " + state);
  }
}
