package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import dev.cobnut.app.show.Amounts;
import dev.cobnut.app.show.Table;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cobnut output ID}. */
@Command(name = "output", description = "Lists the parts of a job's output.", sortOptions = false)
final class OutputCommand extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The job's id.")
  private String id = "";

  OutputCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  JsonObject ask(ServerClient client) throws ServerException, InterruptedException {
    return client.get(jobPath(id) + "/output");
  }

  @Override
  List<String> show(JsonObject answer) {
    Table table = new Table("PART", "BYTES", "RECORDS", "CRC32C");
    items(answer)
        .forEach(
            part ->
                table.row(
                    text(part, "name"),
                    Amounts.bytes(part.getLong("bytes", 0L)),
                    Amounts.count(part.getLong("records", 0L)),
                    text(part, "crc32c")));
    return table.lines();
  }
}
