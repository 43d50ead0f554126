package dev.cobnut.core.sim;

/** Rules outside of the scheduler that a run can leave out, to show what breaks then. */
enum Rule {
  /** Retention never deletes the first segment of a term. */
  TERMS_STAY,
  /** Whoever opened a term looks at the snapshots again before acting. */
  SNAPSHOTS_ARE_CHECKED,
  /** That look asks for the same newest snapshot, not only for the one that was read. */
  NEWEST_SNAPSHOT_COUNTS,
  /** That look is at the snapshots, not at the segment before the new term. */
  PREDECESSOR_IS_NO_PROOF,
  /** Maps that are older than the newest snapshot are no base. */
  OLD_MAPS_ARE_NO_BASE,
  /** Maps with entries that are missing or older than their header says are no base. */
  ENTRIES_ARE_CHECKED,
  /** An unknown answer is asked for again. */
  UNKNOWN_IS_ASKED_AGAIN,
  /** Nothing is said before the segment that holds it. */
  SEGMENTS_COME_FIRST,
  /** A segment is created only where none has its number. */
  SEGMENTS_ARE_NEVER_REPLACED,
  /** Acting ends where a number is taken. */
  TAKEN_NUMBER_DEPOSES,
  /** A worker refuses what a master of a lower term says. */
  STALE_TERMS_ARE_REFUSED
}
