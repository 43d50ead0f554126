package dev.cobnut.app.embedded;

import dev.cobnut.runtime.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * An engine with a scratch folder of its own. Where the process is told to stop, the job is
 * cancelled and the folder removed before it does. Safe for use by any thread.
 */
public final class EmbeddedSession implements AutoCloseable {
  private final ScratchFolder scratch;
  private final Thread hook = new Thread(this::interrupted, "cobnut-interrupted");
  private @Nullable EmbeddedEngine engine;
  private boolean closed;

  private EmbeddedSession(ScratchFolder scratch) {
    this.scratch = scratch;
  }

  /** A session without an engine yet. */
  public static EmbeddedSession open(ScratchFolder scratch) {
    EmbeddedSession session = new EmbeddedSession(scratch);
    Runtime.getRuntime().addShutdownHook(session.hook);
    return session;
  }

  public ScratchFolder scratch() {
    return scratch;
  }

  /** Starts the engine; see {@link EmbeddedEngine#start}. */
  public EmbeddedEngine start(Config config, ClassLoader loader)
      throws IOException, InterruptedException, ProblemException {
    EmbeddedEngine started = EmbeddedEngine.start(config, loader);
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
    if (current != null) {
      current.cancel();
    }
    try {
      release();
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
    release();
  }

  private synchronized void release() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (engine != null) {
      engine.close();
    }
    scratch.close();
  }
}
