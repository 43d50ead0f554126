package dev.cobnut.core.sim;

import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Plays a seed, and says what went wrong, or nothing. Public, as it is made by reflection in {@link
 * BuggyWorld}.
 */
public final class SeedPlayer implements LongFunction<String> {
  private final Optional<Rule> leftOut;

  /** Plays by all rules. */
  public SeedPlayer() {
    this(Optional.empty());
  }

  SeedPlayer(Optional<Rule> leftOut) {
    this.leftOut = leftOut;
  }

  @Override
  public String apply(long seed) {
    return Played.of(Plan.of(seed), this::world).failure();
  }

  private Simulation world(Plan plan) {
    Simulation world = new Simulation(plan);
    return leftOut.map(world::without).orElse(world);
  }
}
