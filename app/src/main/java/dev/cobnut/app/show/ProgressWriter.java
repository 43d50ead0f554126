package dev.cobnut.app.show;

import java.io.PrintStream;

/**
 * Writes a job's progress: on a terminal one line, drawn again and again; elsewhere a line for each
 * phase, and one every 10 s. Confined to one thread at a time.
 */
public final class ProgressWriter {
  private static final long PLAIN_INTERVAL_MS = 10_000;
  private static final long BAR_INTERVAL_MS = 100;

  private final PrintStream out;
  private final boolean terminal;
  private final int columns;
  private String phase = "";
  private long writtenMs = Long.MIN_VALUE;
  private boolean barStands;

  /**
   * Makes a writer that has written nothing yet.
   *
   * @param terminal whether {@code out} can draw a line again
   */
  public ProgressWriter(PrintStream out, boolean terminal, int columns) {
    this.out = out;
    this.terminal = terminal;
    this.columns = columns;
  }

  /**
   * Shows how far the job is, unless that was shown a moment ago.
   *
   * @param elapsedMs since the job was submitted; never falls
   */
  public void show(JobDocument job, long elapsedMs) {
    boolean newPhase = !ProgressLine.phase(job).equals(phase);
    long intervalMs = terminal ? BAR_INTERVAL_MS : PLAIN_INTERVAL_MS;
    if (!newPhase && elapsedMs < writtenMs + intervalMs) {
      return;
    }
    phase = ProgressLine.phase(job);
    writtenMs = elapsedMs;
    if (terminal) {
      // Erases what is right of the cursor, which a longer line may have left.
      out.print("\r" + ProgressLine.bar(job, elapsedMs, columns - 1) + "\u001b[K");
      barStands = true;
    } else if (!job.isEnded()) {
      out.println(ProgressLine.plain(job, elapsedMs));
    }
    out.flush();
  }

  /** Takes the bar away, so that other text can follow. */
  public void end() {
    if (barStands) {
      out.print("\r\u001b[K");
      out.flush();
      barStands = false;
    }
  }
}
