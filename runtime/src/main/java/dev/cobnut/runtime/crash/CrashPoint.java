package dev.cobnut.runtime.crash;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Places where a process can be made to halt as by a kill -9: {@code -Dcobnut.crashPoint=NAME}, or
 * {@code NAME:3} for the third time that it comes there. Without the property nothing happens. Safe
 * for use by any thread.
 */
public enum CrashPoint {
  /** A term's first segment is about to be created. */
  JOURNAL_BEFORE_TERM,
  /** A term's first segment is there; the snapshots aren't looked at yet. */
  JOURNAL_AFTER_TERM,
  /** A segment's bytes are written under a name of their own, not forced. */
  STORAGE_BEFORE_FORCE,
  /** They are forced, and have no name that counts. */
  STORAGE_BEFORE_LINK,
  /** They have their name, which isn't forced. */
  STORAGE_AFTER_LINK,
  /** A segment is about to be created. */
  JOURNAL_BEFORE_SEGMENT,
  /** A segment is there, and nobody was told. */
  JOURNAL_AFTER_SEGMENT,
  /** The maps hold the segment, and nothing has left. */
  JOURNAL_AFTER_MAPS,
  /** A snapshot is about to be created. */
  JOURNAL_BEFORE_SNAPSHOT,
  /** A snapshot is there, with all that it makes needless. */
  JOURNAL_AFTER_SNAPSHOT,
  /** Retention has deleted something, and goes on. */
  JOURNAL_IN_RETENTION,
  /** A master has read what was saved, and hasn't told anybody that it acts. */
  MASTER_BEFORE_OFFICE,
  /** A job's jar is kept, the job isn't accepted. */
  MASTER_AFTER_PLUGIN,
  /** A job is accepted in the journal; its submitter doesn't know. */
  MASTER_BEFORE_ACCEPTED,
  /** An output is about to be claimed. */
  MASTER_BEFORE_CLAIM,
  /** An output is claimed. */
  MASTER_AFTER_CLAIM,
  /** An order is about to go to a worker. */
  MASTER_BEFORE_ORDER,
  /** Workers are about to be told that outcomes are kept. */
  MASTER_BEFORE_ACKNOWLEDGE,
  /** Workers are about to be told that outcomes are discarded. */
  MASTER_BEFORE_DISCARD,
  /** Workers are about to be told that a job has ended. */
  MASTER_BEFORE_DROP,
  /** Manifest and success marker are about to be prepared. */
  PUBLISH_BEFORE_PREPARE,
  /** Manifest and success marker are prepared, the job isn't decided. */
  PUBLISH_AFTER_PREPARE,
  /** A job is decided, and nothing of it is published. */
  PUBLISH_BEFORE_MOVE,
  /** A part has its final name. */
  PUBLISH_IN_MOVE,
  /** All but the success marker have their final names. */
  PUBLISH_BEFORE_SUCCESS,
  /** All is published, the journal doesn't say so. */
  PUBLISH_AFTER_MOVE,
  /** The job's folder in its output is about to go. */
  PUBLISH_BEFORE_CLEANUP,
  /** The job's folder in its output is gone. */
  PUBLISH_AFTER_CLEANUP;

  private static final int HALTED = 137;
  private static final @Nullable Trap TRAP = Trap.of(System.getProperty("cobnut.crashPoint"));

  private record Trap(CrashPoint point, AtomicInteger passesLeft) {
    static @Nullable Trap of(@Nullable String text) {
      if (text == null) {
        return null;
      }
      int colon = text.indexOf(':');
      String name = colon < 0 ? text : text.substring(0, colon);
      int pass = colon < 0 ? 1 : Integer.parseInt(text.substring(colon + 1));
      return new Trap(valueOf(name), new AtomicInteger(pass));
    }
  }

  /** Halts the process, if this is where it is to. */
  public void reach() {
    Trap trap = TRAP;
    if (trap != null && trap.point() == this && trap.passesLeft().decrementAndGet() == 0) {
      // Not through a log, which may not come out.
      System.err.println("crash point " + name() + ": halted");
      System.err.flush();
      Runtime.getRuntime().halt(HALTED);
    }
  }
}
