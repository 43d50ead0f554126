package dev.cobnut.core.paper;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;

/** A map: reads its split, then writes it to the local disk, sorted by partition. */
final class MapWork implements Work {
  private final AttemptId attempt;
  private final Rates rates;
  private final double slowness;
  private final boolean remote;
  private boolean started;
  private double readMb;
  private double spiltMb;

  /**
   * @param remote whether its split lies on another machine
   */
  MapWork(AttemptId attempt, Rates rates, double slowness, boolean remote) {
    this.attempt = attempt;
    this.rates = rates;
    this.slowness = slowness;
    this.remote = remote;
  }

  @Override
  public AttemptId attempt() {
    return attempt;
  }

  @Override
  public RunningAttempt told() {
    return new RunningAttempt(
        attempt,
        AttemptMode.PLAIN,
        started ? Phase.RUNNING : Phase.WAITING,
        (long) (readMb * 1e6),
        (long) (Sort.SPLIT_MB * 1e6));
  }

  @Override
  public void start() {
    started = true;
  }

  @Override
  public void run(double seconds, Flows flows) {
    if (readMb < Sort.SPLIT_MB) {
      double mb = Math.min(rates.read() / slowness * seconds, Sort.SPLIT_MB - readMb);
      readMb += mb;
      flows.input().add(mb);
      flows.cross(remote ? mb : 0);
    } else {
      spiltMb += rates.spill() / slowness * seconds;
    }
  }

  @Override
  public boolean isDone() {
    return spiltMb >= Sort.SPLIT_MB;
  }
}
