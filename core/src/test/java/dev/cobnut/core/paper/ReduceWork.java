package dev.cobnut.core.paper;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;

/** A reduce: fetches a piece of each map output without a slot, then sorts and writes with one. */
final class ReduceWork implements Work {
  private final AttemptId attempt;
  private final Rates rates;
  private final double slowness;
  private final Fetch fetch;
  private boolean started;
  private double sortedMb;
  private double writtenMb;

  ReduceWork(AttemptId attempt, Rates rates, double slowness, Fetch fetch) {
    this.attempt = attempt;
    this.rates = rates;
    this.slowness = slowness;
    this.fetch = fetch;
  }

  @Override
  public AttemptId attempt() {
    return attempt;
  }

  Fetch fetch() {
    return fetch;
  }

  /** The most that it could fetch in a step. */
  double fetchMbMax(double seconds) {
    return Math.min(fetch.wantedMb(), Math.min(rates.fetch() / slowness, rates.link()) * seconds);
  }

  /** Its two passes over the bytes, sorting and writing, count alike, as those of our merges do. */
  @Override
  public RunningAttempt told() {
    Phase waits = fetch.isDone() ? Phase.WAITING : Phase.FETCHING;
    double done = started ? sortedMb + writtenMb : fetch.fetchedMb();
    double total = started ? 2 * Sort.PART_MB : Sort.PART_MB;
    return new RunningAttempt(
        attempt,
        AttemptMode.PLAIN,
        started ? Phase.RUNNING : waits,
        (long) (done * 1e6),
        (long) (total * 1e6));
  }

  @Override
  public void start() {
    started = true;
  }

  @Override
  public void run(double seconds, Flows flows) {
    if (sortedMb < Sort.PART_MB) {
      sortedMb = Math.min(Sort.PART_MB, sortedMb + rates.sort() / slowness * seconds);
    } else {
      double mb = Math.min(rates.write() / slowness * seconds, Sort.PART_MB - writtenMb);
      writtenMb += mb;
      flows.output().add(mb);
      flows.cross(2 * mb);
    }
  }

  @Override
  public boolean isDone() {
    return writtenMb >= Sort.PART_MB;
  }
}
