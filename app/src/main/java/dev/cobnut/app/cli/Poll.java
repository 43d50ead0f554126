package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/** Asks a server the same thing again and again, also while no master acts. One thread's own. */
final class Poll {
  /** From one question to the next, at least. */
  static final long INTERVAL_MS = 300;

  /** A new master has long taken over by then. */
  private static final long UNAVAILABLE_MS_MAX = 60_000;

  private final ServerClient client;
  private final String path;
  private boolean hasAsked;
  private long askedNs;
  private long answeredNs = System.nanoTime();

  Poll(ServerClient client, String path) {
    this.client = client;
    this.path = path;
  }

  /**
   * The next answer.
   *
   * @throws ServerException where the server refuses, or was away for a minute
   */
  JsonObject next() throws ServerException, InterruptedException {
    while (true) {
      long earlyMs = INTERVAL_MS - (System.nanoTime() - askedNs) / 1_000_000;
      if (hasAsked && earlyMs > 0) {
        TimeUnit.MILLISECONDS.sleep(earlyMs);
      }
      hasAsked = true;
      askedNs = System.nanoTime();
      try {
        JsonObject answer = client.get(path);
        answeredNs = System.nanoTime();
        return answer;
      } catch (ServerException e) {
        if (Exit.ofStatus(e.status()) != Exit.UNAVAILABLE || silenceMs() > UNAVAILABLE_MS_MAX) {
          throw e;
        }
      }
    }
  }

  private long silenceMs() {
    return (System.nanoTime() - answeredNs) / 1_000_000;
  }
}
