package dev.cobnut.core.makespan;

/**
 * What talking and deciding cost, ms. The master does one thing at a time; what it needs for one is
 * about four times what the scheduler alone was measured to need, for all that is around it.
 *
 * @param outcome to take in that an attempt ended, and to order the next
 * @param heartbeat to take in what a worker runs
 * @param message from worker to master, or back
 */
record Cost(double outcome, double heartbeat, double message) {
  static final Cost TYPICAL = new Cost(0.010, 0.005, 1);
}
