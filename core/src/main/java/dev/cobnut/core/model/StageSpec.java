package dev.cobnut.core.model;

/**
 * One map and reduce of a job.
 *
 * @param plan which stage of the job's plan it carries out
 * @param reduces its partitions
 */
public record StageSpec(Kind kind, int plan, int reduces) {
  /** What the stage is for. */
  public enum Kind {
    /** Draws a sample of the next stage's keys and writes the boundaries of its partitions. */
    SAMPLE,
    /** Maps and reduces records. */
    MAP_REDUCE
  }
}
