package dev.cobnut.core.scheduler;

/** All that the scheduler knows. */
record Books(Limits limits, long term, Jobs jobs, Workers workers, AttemptBoard board) {
  static Books open(Limits limits, long term) {
    Jobs jobs = new Jobs();
    Workers workers = new Workers();
    return new Books(limits, term, jobs, workers, new AttemptBoard(jobs, workers));
  }
}
