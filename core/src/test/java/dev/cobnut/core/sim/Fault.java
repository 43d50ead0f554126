package dev.cobnut.core.sim;

/** Something that goes wrong now and then. */
@FunctionalInterface
interface Fault {
  void strike(Simulation sim);
}
