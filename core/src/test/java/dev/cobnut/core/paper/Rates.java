package dev.cobnut.core.paper;

/**
 * What a machine of the paper's cluster gives a task, MB/s (10^6 bytes): not what its parts could
 * do alone, but what was left of them beside the cluster's other users. The paper gives the NIC,
 * the root and the healthy disk; the rest is fitted to what it tells of the normal run.
 *
 * @param read of a map's input
 * @param spill of a map's output, to the local disk
 * @param serve of map outputs to reduces, a machine: pieces of 17 kB, so mostly seeks
 * @param fetch to the disk of one reduce, where nothing else limits it
 * @param sort of a reduce's input
 * @param write of a reduce's output, in two copies over the network
 * @param link of a machine to its switch, each way
 * @param root of all traffic between machines together
 */
record Rates(
    double read,
    double spill,
    double serve,
    double fetch,
    double sort,
    double write,
    double link,
    double root) {
  static final Rates FITTED = new Rates(7.5, 7.2, 1.0, 30, 6.5, 2.5, 125, 18_750);
}
