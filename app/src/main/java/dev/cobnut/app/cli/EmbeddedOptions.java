package dev.cobnut.app.cli;

import dev.cobnut.app.embedded.EmbeddedEngine;
import dev.cobnut.app.embedded.EmbeddedSession;
import dev.cobnut.app.embedded.ProblemException;
import dev.cobnut.app.embedded.RunState;
import dev.cobnut.app.embedded.ScratchFolder;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.ConfigException;
import dev.cobnut.runtime.storage.MemoryStateStorage;
import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.runtime.storage.StateStorage;
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
    String node = newNode();
    Config checked = config(surroundings, node, Optional.empty());
    try {
      boolean isConfigured = isConfigured(surroundings);
      ScratchFolder scratch = scratch(isConfigured, checked);
      Config config =
          isConfigured ? checked : config(surroundings, node, Optional.of(scratch.path()));
      return with(surroundings, config, scratch, new InMemory(new MemoryStateStorage()), work);
    } catch (IOException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  /** Does the work with an engine whose journal lies in the output, for as long as it runs. */
  int withJournal(
      Surroundings surroundings, String job, String output, boolean overwrite, Work work)
      throws CommandException, InterruptedException {
    String node = newNode();
    Config checked = config(surroundings, node, Optional.empty());
    try {
      OutputFolder folder = OutputFolder.of(output);
      boolean isConfigured = isConfigured(surroundings);
      ScratchFolder scratch = scratch(isConfigured, checked);
      Config config =
          isConfigured ? checked : config(surroundings, node, Optional.of(scratch.path()));
      RunState state;
      try {
        state = RunState.begin(folder, job, node, config.dataDir(), scratch.path(), overwrite);
      } catch (IOException e) {
        scratch.close();
        throw e;
      }
      return with(surroundings, config, scratch, new InOutput(state), work);
    } catch (IOException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  /** Does the work with an engine that goes on with the journal of a run that was stopped. */
  int resume(Surroundings surroundings, RunState state, Work work)
      throws CommandException, InterruptedException {
    Config config = config(surroundings, state.node(), Optional.of(state.dataDir()));
    return with(surroundings, config, ScratchFolder.at(state.scratch()), new InOutput(state), work);
  }

  private static int with(
      Surroundings surroundings,
      Config config,
      ScratchFolder scratch,
      EmbeddedSession.Journal journal,
      Work work)
      throws CommandException, InterruptedException {
    try (EmbeddedSession session = EmbeddedSession.open(scratch, journal)) {
      return work.with(session.start(config, surroundings.loader()), config);
    } catch (ProblemException e) {
      throw new CommandException(Exit.ofStatus(e.status()), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  /** A journal that goes with the process. */
  private record InMemory(StateStorage storage) implements EmbeddedSession.Journal {
    @Override
    public void tidy() {}
  }

  private record InOutput(RunState state) implements EmbeddedSession.Journal {
    @Override
    public StateStorage storage() {
      return state.storage();
    }

    @Override
    public void tidy() throws IOException {
      state.tidy();
    }
  }

  private static boolean isConfigured(Surroundings surroundings) {
    return surroundings.properties().containsKey(DATA_DIR)
        || surroundings.environment().containsKey("COBNUT_DATA_DIR");
  }

  private static ScratchFolder scratch(boolean isConfigured, Config config) throws IOException {
    return isConfigured
        ? ScratchFolder.at(config.dataDir().resolve(config.node().name()))
        : ScratchFolder.create();
  }

  /** Another process may have the number of this one when this one is long gone. */
  private static String newNode() {
    return "run-" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
  }

  private Config config(Surroundings surroundings, String node, Optional<Path> dataDir)
      throws CommandException {
    Map<String, String> properties = new LinkedHashMap<>(surroundings.properties());
    properties.put("cobnut.node.name", node);
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
