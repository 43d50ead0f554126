package dev.cobnut.core.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that a run is made of. Each part is drawn from a stream of its own, so that a part can be
 * left out without changing the others.
 *
 * @param faultsMs how long faults strike
 * @param masters master-eligible nodes
 */
record Plan(
    long seed,
    long faultsMs,
    int masters,
    List<WorkerPlan> workers,
    List<SimJob> jobs,
    List<Strike> strikes) {
  private static final long FAULTS_MS = 40_000;

  /** How a run is meant. */
  private enum Kind {
    /** Faults strike for a while. */
    FAULTY,
    /** Nothing goes wrong. */
    PEACEFUL,
    /** Nothing goes wrong, but there is far more to do than slots. */
    CROWDED
  }

  Plan {
    workers = List.copyOf(workers);
    jobs = List.copyOf(jobs);
    strikes = List.copyOf(strikes);
  }

  static Plan of(long seed) {
    Draw draw = Draw.of(seed, "plan");
    Kind kind = Kind.FAULTY;
    if (draw.oneIn(8)) {
      kind = draw.oneIn(2) ? Kind.PEACEFUL : Kind.CROWDED;
    }
    boolean crowded = kind == Kind.CROWDED;
    List<WorkerPlan> workers = new ArrayList<>();
    long workerCount = crowded ? draw.between(1, 2) : draw.between(2, 5);
    for (int number = 0; number < workerCount; number++) {
      workers.add(worker(seed, number, crowded));
    }
    List<SimJob> jobs = new ArrayList<>();
    long jobCount = crowded ? draw.between(3, 5) : draw.between(1, 6);
    for (int number = 0; number < jobCount; number++) {
      Draw ofBrisk = Draw.of(seed, "brisk job " + number);
      jobs.add(SimJob.draw(number, Draw.of(seed, "job " + number), ofBrisk, crowded));
    }
    boolean faulty = kind == Kind.FAULTY;
    List<Strike> strikes = faulty ? strikes(seed) : List.of();
    int masters = (int) draw.between(1, 4);
    return new Plan(seed, faulty ? FAULTS_MS : 0, masters, workers, jobs, strikes);
  }

  private static WorkerPlan worker(long seed, int number, boolean crowded) {
    Draw draw = Draw.of(seed, "worker " + number);
    int slots = crowded ? 1 : (int) draw.between(1, 4);
    int javaFeature = draw.oneIn(10) ? 21 : 17;
    int slownessPercent = number > 0 && !crowded && draw.oneIn(6) ? 1_000 : 100;
    List<String> near = draw.oneIn(3) ? List.of("/in/" + draw.pick(SimJob.FOLDERS)) : List.of();
    return new WorkerPlan(
        "w" + number, slots, javaFeature, slownessPercent, near, draw.between(0, 3_000));
  }

  private static List<Strike> strikes(long seed) {
    List<Strike> strikes = new ArrayList<>();
    for (Fault fault : Faults.list()) {
      Draw draw = Draw.of(seed, fault.name());
      if (!draw.oneIn(3)) {
        continue;
      }
      long everyMs = draw.between(2_000, 20_000);
      long atMs = draw.between(everyMs / 2, everyMs * 3 / 2);
      while (atMs < FAULTS_MS) {
        strikes.add(new Strike(strikes.size(), atMs, fault));
        atMs += draw.between(everyMs / 2, everyMs * 3 / 2);
      }
    }
    strikes.sort(Comparator.comparingLong(Strike::atMs));
    return strikes;
  }

  Plan withWorkers(List<WorkerPlan> others) {
    return new Plan(seed, faultsMs, masters, others, jobs, strikes);
  }

  Plan withJobs(List<SimJob> others) {
    return new Plan(seed, faultsMs, masters, workers, others, strikes);
  }

  Plan withStrikes(List<Strike> others) {
    return new Plan(seed, faultsMs, masters, workers, jobs, others);
  }

  Plan withMasters(int others) {
    return new Plan(seed, faultsMs, others, workers, jobs, strikes);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("seed ").append(seed).append(", masters: ").append(masters).append('\n');
    workers.forEach(worker -> text.append("  ").append(worker).append('\n'));
    jobs.forEach(job -> text.append("  ").append(job).append('\n'));
    strikes.forEach(strike -> text.append("  ").append(strike).append('\n'));
    return text.toString();
  }
}
