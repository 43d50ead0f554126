package dev.cobnut.benchmarks.race;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The runs of one workload, warm-up included. */
record Results(Workload workload, List<Run> runs) {
  Results {
    runs = List.copyOf(runs);
  }

  /** The contenders that have a measured run, in the order in which they ran. */
  List<String> contenders() {
    return measured().stream().map(Run::contender).distinct().toList();
  }

  /** The rounds in which a contender did its work. */
  int rounds(String contender) {
    return (int) measured().stream().filter(run -> run.contender().equals(contender)).count();
  }

  /** A figure of a contender's measured runs. */
  Spread figure(String contender, ToDoubleFunction<Cost> figure) {
    return Spread.of(
        measured().stream()
            .filter(run -> run.contender().equals(contender))
            .map(run -> figure.applyAsDouble(run.cost()))
            .toList());
  }

  /**
   * How many times as much a contender took as the reference did, round by round: what the machine
   * did to a round, it did to both. Empty where they have no round in common, or where the
   * reference's figure is 0.
   */
  Optional<Spread> ratio(String contender, String reference, ToDoubleFunction<Cost> figure) {
    List<Double> ratios = new ArrayList<>();
    for (Run run : measured()) {
      if (run.contender().equals(contender)) {
        measured().stream()
            .filter(other -> other.round() == run.round())
            .filter(other -> other.contender().equals(reference))
            .mapToDouble(other -> figure.applyAsDouble(other.cost()))
            .filter(amount -> amount > 0)
            .forEach(amount -> ratios.add(figure.applyAsDouble(run.cost()) / amount));
      }
    }
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
  }

  /** What was written, as each run has it: one where all agree. */
  List<String> digests() {
    return runs.stream().map(Run::digest).distinct().toList();
  }

  private List<Run> measured() {
    return runs.stream().filter(run -> run.round() > 0).toList();
  }
}
