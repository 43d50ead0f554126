package dev.cobnut.core.model;

/** The two kinds of task. */
public enum TaskKind {
  /** Maps one split; its output lies on its worker's disk. */
  MAP,
  /** Reduces one partition; its output lies on shared storage. */
  REDUCE;

  /** The letter that stands for the kind in a task's name. */
  public char letter() {
    return this == MAP ? 'm' : 'r';
  }
}
