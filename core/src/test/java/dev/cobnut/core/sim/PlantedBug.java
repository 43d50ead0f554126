package dev.cobnut.core.sim;

import dev.cobnut.core.patch.Patch;
import java.util.List;
import java.util.Optional;

/**
 * A known bug: patches of the scheduler's source, or a rule outside of it that is left out.
 *
 * @param what goes wrong, as a sentence
 */
record PlantedBug(String what, List<Patch> patches, Optional<Rule> leftOut) {
  PlantedBug {
    patches = List.copyOf(patches);
  }

  static PlantedBug without(Rule rule, String what) {
    return new PlantedBug(what, List.of(), Optional.of(rule));
  }

  static PlantedBug in(String what, Patch... patches) {
    return new PlantedBug(what, List.of(patches), Optional.empty());
  }

  static PlantedBug in(String file, String what, String find, String replace) {
    return in(what, new Patch("scheduler/" + file + ".java", find, replace));
  }

  @Override
  public String toString() {
    return what;
  }
}
