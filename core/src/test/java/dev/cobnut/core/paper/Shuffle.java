package dev.cobnut.core.paper;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * Shares what the machines can serve, and the root can carry, evenly among the reduces that fetch.
 * Each reads from all machines alike, so that their disks count as one.
 */
final class Shuffle {
  private static final int ROUNDS = 3;

  private final Rates rates;

  Shuffle(Rates rates) {
    this.rates = rates;
  }

  /**
   * @param crossedMb that went from machine to machine otherwise in this step
   */
  void step(
      List<ReduceWork> fetching,
      int machinesUp,
      double crossedMb,
      double seconds,
      IntPredicate isUp,
      Flows flows) {
    double[] grants = grants(fetching, machinesUp, crossedMb, seconds);
    for (int reduce = 0; reduce < grants.length; reduce++) {
      Fetch fetch = fetching.get(reduce).fetch();
      double before = fetch.fetchedMb();
      fetch.take(grants[reduce], isUp);
      flows.shuffle().add(fetch.fetchedMb() - before);
    }
  }

  private double[] grants(
      List<ReduceWork> fetching, int machinesUp, double crossedMb, double seconds) {
    double left =
        Math.min(machinesUp * rates.serve() * seconds, rates.root() * seconds - crossedMb);
    double[] wanted = new double[fetching.size()];
    double[] grants = new double[wanted.length];
    int hungry = wanted.length;
    for (int reduce = 0; reduce < wanted.length; reduce++) {
      wanted[reduce] = fetching.get(reduce).fetchMbMax(seconds);
    }
    for (int round = 0; round < ROUNDS && hungry > 0; round++) {
      double share = left / hungry;
      hungry = 0;
      for (int reduce = 0; reduce < wanted.length; reduce++) {
        double more = Math.min(share, wanted[reduce] - grants[reduce]);
        grants[reduce] += more;
        left -= more;
        hungry += grants[reduce] < wanted[reduce] ? 1 : 0;
      }
    }
    return grants;
  }
}
