package dev.cobnut.app.embedded;

import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.storage.StateStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * An engine with a scratch folder of its own, and a journal. Where the process is told to stop, the
 * job is cancelled and both are removed before it does; where it is killed, they stay. Safe for use
 * by any thread.
 */
public final class EmbeddedSession implements AutoCloseable {
  private final ScratchFolder scratch;
  private final Journal journal;
  private final Thread hook = new Thread(this::interrupted, "cobnut-interrupted");
  private @Nullable EmbeddedEngine engine;
  private boolean closed;

  /** Where the journal is, and how it goes when nothing in it runs any more. */
  public interface Journal {
    StateStorage storage();

    void tidy() throws IOException;
  }

  private EmbeddedSession(ScratchFolder scratch, Journal journal) {
    this.scratch = scratch;
    this.journal = journal;
  }

  /** A session without an engine yet. */
  public static EmbeddedSession open(ScratchFolder scratch, Journal journal) {
    EmbeddedSession session = new EmbeddedSession(scratch, journal);
    Runtime.getRuntime().addShutdownHook(session.hook);
    return session;
  }

  public ScratchFolder scratch() {
    return scratch;
  }

  /** Starts the engine; see {@link EmbeddedEngine#start}. */
  public EmbeddedEngine start(Config config, ClassLoader loader)
      throws IOException, InterruptedException, ProblemException {
    EmbeddedEngine started = EmbeddedEngine.start(config, loader, journal.storage());
    synchronized (this) {
      engine = started;
    }
    return started;
  }

  private void interrupted() {
    EmbeddedEngine current;
    synchronized (this) {
      current = engine;
    }
    boolean isOver = current == null || current.cancel();
    try {
      release(isOver);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // The hook runs already, and does what follows.
      return;
    }
    release(engine == null || engine.hasNoJob());
  }

  /** A job that may still run is left to be resumed. */
  private synchronized void release(boolean isOver) throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (engine != null) {
      engine.close();
    }
    if (isOver) {
      scratch.close();
      journal.tidy();
    }
  }
}
