package dev.cobnut.app.cli;

import dev.cobnut.app.embedded.EmbeddedEngine;
import dev.cobnut.app.embedded.EmbeddedSession;
import dev.cobnut.app.embedded.ProblemException;
import dev.cobnut.app.embedded.ScratchFolder;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a job runs in this process: the options that {@code run} and {@code verify} share. */
final class EmbeddedOptions {
  private static final String DATA_DIR = "cobnut.data.dir";

  @Option(
      names = {"-w", "--workers"},
      paramLabel = "N",
      description = "How many tasks run at once; by default the processors.")
  Optional<Integer> workers = Optional.empty();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "The folder whose jars are offered as jobs, beside those that ship.")
  Optional<Path> plugins = Optional.empty();

  /** What is done with an engine. */
  interface Work {
    /** Returns what the process exits with. */
    int with(EmbeddedEngine engine, Config config)
        throws CommandException, ProblemException, InterruptedException, IOException;
  }

  /** Does the work with an engine of its own, which leaves nothing behind. */
  int withEngine(Surroundings surroundings, Work work)
      throws CommandException, InterruptedException {
    Config checked = config(surroundings, Optional.empty());
    boolean configured =
        surroundings.properties().containsKey(DATA_DIR)
            || surroundings.environment().containsKey("COBNUT_DATA_DIR");
    try (EmbeddedSession session =
        EmbeddedSession.open(
            configured
                ? ScratchFolder.at(checked.dataDir().resolve(checked.node().name()))
                : ScratchFolder.create())) {
      Config config =
          configured ? checked : config(surroundings, Optional.of(session.scratch().path()));
      return work.with(session.start(config, surroundings.loader()), config);
    } catch (ProblemException e) {
      throw new CommandException(Exit.ofStatus(e.status()), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  private Config config(Surroundings surroundings, Optional<Path> dataDir) throws CommandException {
    Map<String, String> properties = new LinkedHashMap<>(surroundings.properties());
    properties.put("cobnut.node.name", "run-" + ProcessHandle.current().pid());
    properties.put("cobnut.node.roles", "master,worker");
    dataDir.ifPresent(path -> properties.put(DATA_DIR, path.toString()));
    workers.ifPresent(count -> properties.put("cobnut.worker.slots", count.toString()));
    if (plugins.isPresent()) {
      if (!Files.isDirectory(plugins.get())) {
        throw CommandException.usage(
            "--plugins: " + plugins.get() + " (expected: a directory with jars)");
      }
      properties.put("cobnut.plugins.dir", plugins.get().toString());
    }
    try {
      return Config.load(null, surroundings.environment(), properties);
    } catch (ConfigException e) {
      throw CommandException.usage(String.join("\n       ", e.problems()));
    }
  }
}
