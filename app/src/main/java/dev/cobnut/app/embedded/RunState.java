package dev.cobnut.app.embedded;

import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.runtime.storage.StateFolder;
import dev.cobnut.runtime.storage.StateStorage;
import dev.cobnut.runtime.storage.StateStorage.Creation;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The journal of a run in one process, {@code <output>/_cobnut/state}, and beside it the object
 * {@code run}, which says whose it is and where its worker's files lie. It is the first to come and
 * the last to go, so that one output has one run. Blocks; confined to one thread at a time.
 */
public final class RunState {
  private static final String RUN = "run";
  private static final int TRIES_MAX = 8;
  private static final long BEGINNING_NS_MAX = TimeUnit.SECONDS.toNanos(3);
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private final OutputFolder output;
  private final StateStorage storage;
  private final JsonObject run;

  private RunState(OutputFolder output, StateStorage storage, JsonObject run) {
    this.output = output;
    this.storage = storage;
    this.run = run;
  }

  /** Another run has the output, or had it when it was stopped; the message says which. */
  public static final class TakenException extends IOException {
    private static final long serialVersionUID = 1L;

    TakenException(String message) {
      super(message);
    }
  }

  /**
   * Begins a run.
   *
   * @param job its name
   * @param node the worker's, and the master's
   * @param dataDir where the worker's files lie
   * @param scratch of these, what goes when the run has ended
   * @param overwrite whether an output that exists will do
   * @throws TakenException where another run has the output
   */
  public static RunState begin(
      OutputFolder output, String job, String node, Path dataDir, Path scratch, boolean overwrite)
      throws IOException {
    requireFree(output, overwrite);
    JsonObject run =
        new JsonObject()
            .put("job", job)
            .put("node", node)
            .put("dataDir", dataDir.toAbsolutePath().toString())
            .put("scratch", scratch.toAbsolutePath().toString())
            .put("madeOutput", !output.exists())
            .put("process", ProcessHandle.current().pid())
            .put("startedAt", Instant.now().toString())
            .put("nonce", UUID.randomUUID().toString());
    StateStorage storage = StateFolder.open("output", output.journal().path().toString());
    byte[] bytes = run.encode().getBytes(StandardCharsets.UTF_8);
    Creation creation = Creation.UNKNOWN;
    for (int tries = 0; tries < TRIES_MAX && creation == Creation.UNKNOWN; tries++) {
      creation = storage.createIfAbsent(RUN, bytes);
    }
    if (creation == Creation.ANOTHERS) {
      requireFree(output, true);
    }
    if (creation != Creation.MINE) {
      throw new IOException("output: " + storage.describe() + ": can't be written (expected: can)");
    }
    return new RunState(output, storage, run);
  }

  private static void requireFree(OutputFolder output, boolean overwrite) throws IOException {
    Optional<JsonObject> other =
        output.exists() && !overwrite ? awaitBeginning(output) : find(output);
    if (other.isPresent()) {
      throw new TakenException(
          "output: "
              + output.path()
              + " is used by a run of job "
              + other.get().getString("job")
              + ", begun "
              + other.get().getString("startedAt")
              + " by process "
              + other.get().getLong("process")
              + " (expected: a path that is free); if that was stopped, --resume goes on with it");
    }
    Path existing = output.path();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new TakenException(
          "output: " + existing + " is not a directory (expected: one that can be written)");
    }
    if (output.exists() && !overwrite) {
      throw new TakenException(
          "output: "
              + output.path()
              + " exists (expected: a path that is free); --overwrite replaces it");
    }
  }

  /** A run that begins makes its folder first, and says there a moment later whose it is. */
  private static Optional<JsonObject> awaitBeginning(OutputFolder output) throws IOException {
    long endNs = System.nanoTime() + BEGINNING_NS_MAX;
    Optional<JsonObject> run = find(output);
    while (run.isEmpty()
        && Files.isDirectory(output.journal().path())
        && System.nanoTime() < endNs) {
      LockSupport.parkNanos(LOOK_NS);
      run = find(output);
    }
    return run;
  }

  private static Optional<JsonObject> find(OutputFolder output) throws IOException {
    Path run = output.journal().path().resolve(RUN);
    return Files.exists(run, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(new JsonObject(Files.readString(run)))
        : Optional.empty();
  }

  /** The run that was stopped at an output; empty where there is none. */
  public static Optional<RunState> resume(OutputFolder output) throws IOException {
    Optional<JsonObject> run = find(output);
    return run.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RunState(
                output, StateFolder.open("output", output.journal().path().toString()), run.get()));
  }

  /** Of the job's journal. */
  public StateStorage storage() {
    return storage;
  }

  /** What the run's master and worker call themselves. */
  public String node() {
    return run.getString("node");
  }

  /** Where the worker's files lie. */
  public Path dataDir() {
    return Path.of(run.getString("dataDir"));
  }

  /** Of the worker's files, what goes when the run has ended. */
  public Path scratch() {
    return Path.of(run.getString("scratch"));
  }

  /** Removes it: the job has ended, or was never accepted. May be repeated. */
  public void tidy() throws IOException {
    output.journal().drop(RUN, run.getBoolean("madeOutput"));
  }
}
