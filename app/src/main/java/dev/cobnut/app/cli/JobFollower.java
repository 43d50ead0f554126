package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import dev.cobnut.app.client.ServerException;
import dev.cobnut.app.show.JobDocument;
import dev.cobnut.app.show.ProgressWriter;
import dev.cobnut.app.show.Terminal;
import java.time.Instant;

/** Asks a server for a job until the job has ended. Confined to one thread. */
final class JobFollower {
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
    // Answered as soon as the job has ended.
    String path = ServerCommand.jobPath(id) + "?waitMs=" + Poll.INTERVAL_MS;
    Poll poll = new Poll(client, path);
    try {
      while (true) {
        JobDocument job = new JobDocument(poll.next());
        if (!quiet) {
          progress.show(job, job.elapsedMs(Instant.now()));
        }
        if (job.isEnded()) {
          return job;
        }
      }
    } finally {
      progress.end();
    }
  }
}
