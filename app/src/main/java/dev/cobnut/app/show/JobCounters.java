package dev.cobnut.app.show;

/** The counters of the engine that people are told of. */
final class JobCounters {
  /** Begins the names of the engine's counters, and of no job's own. */
  static final String ENGINE_PREFIX = "cobnut.";

  static final String INPUT_BYTES = ENGINE_PREFIX + "mapInputBytes";
  static final String INPUT_RECORDS = ENGINE_PREFIX + "mapInputRecords";
  static final String SKIPPED_RECORDS = ENGINE_PREFIX + "mapSkippedRecords";
  static final String SHUFFLE_BYTES = ENGINE_PREFIX + "shuffleBytes";
  static final String SHUFFLE_RECORDS = ENGINE_PREFIX + "reduceInputRecords";
  static final String OUTPUT_BYTES = ENGINE_PREFIX + "reduceOutputBytes";
  static final String OUTPUT_RECORDS = ENGINE_PREFIX + "reduceOutputRecords";

  private JobCounters() {}
}
