package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import dev.cobnut.app.show.JobDocument;
import dev.cobnut.app.show.ProgressWriter;
import dev.cobnut.app.show.Terminal;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Asks a server for a job until the job has ended. Confined to one thread. */
final class JobFollower {
  private static final long INTERVAL_MS = 300;

  /** A new master has long taken over by then. */
  private static final long UNAVAILABLE_MS_MAX = 60_000;

  private final ServerClient client;
  private final Terminal terminal;
  private final boolean quiet;

  /**
   * A follower.
   *
   * @param quiet whether it shows nothing
   */
  JobFollower(ServerClient client, Terminal terminal, boolean quiet) {
    this.client = client;
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /** The job's document when it has ended; a server that is away for a while is waited for. */
  JobDocument follow(String id) throws ServerException, InterruptedException {
    ProgressWriter progress =
        new ProgressWriter(terminal.err(), terminal.interactive(), terminal.columns());
    long answeredNs = System.nanoTime();
    try {
      while (true) {
        try {
          JobDocument job = new JobDocument(client.get("/jobs/" + ServerClient.segment(id)));
          answeredNs = System.nanoTime();
          if (!quiet) {
            progress.show(job, job.elapsedMs(Instant.now()));
          }
          if (job.isEnded()) {
            return job;
          }
        } catch (ServerException e) {
          long silenceMs = (System.nanoTime() - answeredNs) / 1_000_000;
          if (Exit.ofStatus(e.status()) != Exit.UNAVAILABLE || silenceMs > UNAVAILABLE_MS_MAX) {
            throw e;
          }
        }
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MS);
      }
    } finally {
      progress.end();
    }
  }
}
