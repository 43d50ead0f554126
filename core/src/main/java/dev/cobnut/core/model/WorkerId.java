package dev.cobnut.core.model;

/**
 * One life of a worker.
 *
 * @param node the name of the node that it runs on
 * @param incarnation random, new at each start
 */
public record WorkerId(String node, String incarnation) implements Comparable<WorkerId> {
  @Override
  public int compareTo(WorkerId other) {
    int byNode = node.compareTo(other.node);
    return byNode != 0 ? byNode : incarnation.compareTo(other.incarnation);
  }

  @Override
  public String toString() {
    return node + "-" + incarnation;
  }
}
