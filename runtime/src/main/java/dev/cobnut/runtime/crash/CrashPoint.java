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
  /** What claims an output has its names, which aren't forced. */
  MASTER_IN_CLAIM,
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
  /** A worker has its folder to itself, and hasn't looked into it. */
  WORKER_BEFORE_SWEEP,
  /** What earlier lives left is gone but for map outputs, which aren't read yet. */
  WORKER_AFTER_SWEEP,
  /** A map output of an earlier life was read; there must be one. */
  WORKER_IN_SCAN,
  /** A worker is about to say hello. */
  WORKER_BEFORE_HELLO,
  /** A worker has said hello. */
  WORKER_AFTER_HELLO,
  /** An order has come, and its attempt waits for a slot or is about to fetch. */
  WORKER_BEFORE_ATTEMPT,
  /** An attempt has ended, and its master doesn't know. */
  WORKER_BEFORE_OUTCOME,
  /** An outcome was told, and isn't acknowledged. */
  WORKER_AFTER_OUTCOME,
  /** An outcome is acknowledged: it counts. */
  WORKER_AFTER_ACKNOWLEDGE,
  /**
   * An attempt's files are about to be deleted; needs one that failed, was stopped or lost to
   * another.
   */
  WORKER_BEFORE_DELETE,
  /** An attempt's files are deleted; as the one before. */
  WORKER_AFTER_DELETE,
  /** A job has ended, and its folder on a worker is about to go. */
  WORKER_BEFORE_DROP,
  /** A job's folder on a worker is gone. */
  WORKER_AFTER_DROP,
  /** A map's buffer is full; needs a map whose output outgrows its memory. */
  MAP_BEFORE_SPILL,
  /** A map's buffer is spilled; as the one before. */
  MAP_AFTER_SPILL,
  /** All records are mapped, and the output isn't begun. */
  MAP_BEFORE_OUTPUT,
  /** A run is written to its end, under a name that doesn't count. */
  MAP_BEFORE_NAME,
  /** A map's output has its name, and nobody knows. */
  MAP_AFTER_OUTPUT,
  /** Regions are about to be fetched; needs two workers, as the next four. */
  SHUFFLE_BEFORE_FETCH,
  /** A worker is about to send regions. */
  SHUFFLE_BEFORE_SERVE,
  /** Some bytes of an answer have come. */
  SHUFFLE_IN_FETCH,
  /** A region is fetched and on the disk. */
  SHUFFLE_AFTER_FETCH,
  /** A reduce has all its input and no slot yet; one worker will do. */
  SHUFFLE_AFTER_ALL,
  /** A reduce has its slot, and nothing is merged. */
  REDUCE_BEFORE_MERGE,
  /** A merge of merges is on the disk; needs more regions than are merged at once. */
  REDUCE_IN_MERGE,
  /** A part is written, and isn't forced. */
  REDUCE_BEFORE_FORCE,
  /** A part is forced, and nobody knows. */
  REDUCE_AFTER_FORCE,
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
