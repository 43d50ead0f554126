package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;

/** An attempt that is believed to run, or to be on its way to its worker. */
final class Attempt {
  private final JobRun job;
  private final TaskTable table;
  private final AttemptId id;
  private final Worker worker;
  private final long startedMs;
  private boolean seen;
  private int orders = 1;
  private long signMs;

  Attempt(JobRun job, TaskTable table, AttemptId id, Worker worker, Turn turn) {
    this.job = job;
    this.table = table;
    this.id = id;
    this.worker = worker;
    this.startedMs = turn.wallMs();
    this.signMs = turn.nowMs();
  }

  JobRun job() {
    return job;
  }

  TaskTable table() {
    return table;
  }

  AttemptId id() {
    return id;
  }

  int index() {
    return id.task().index();
  }

  Worker worker() {
    return worker;
  }

  /** Wall clock ms. */
  long startedMs() {
    return startedMs;
  }

  /** Whether its worker has ever told of it, so that the order did arrive. */
  boolean seen() {
    return seen;
  }

  /** When it was ordered, ordered again or told of last, monotonic ms. */
  long signMs() {
    return signMs;
  }

  void toldOf(long nowMs) {
    seen = true;
    signMs = nowMs;
  }

  /** How often it was ordered. */
  int orders() {
    return orders;
  }

  void orderedAgain(long nowMs) {
    orders++;
    signMs = nowMs;
  }
}
