package dev.cobnut.core.sim;

/** Something that goes wrong: small, and put together from smaller things. */
record Fault(String name, Action action) {
  /** What happens when it strikes. */
  @FunctionalInterface
  interface Action {
    /** Whether there was anything to strike. */
    boolean strike(Simulation sim, Draw draw);
  }

  /** What happens to one worker. */
  @FunctionalInterface
  interface WorkerAction {
    boolean strike(Simulation sim, SimWorker worker, Draw draw);

    /** Does something to the same worker a while after. */
    default WorkerAction then(long fromMs, long toMs, WorkerAction next) {
      return (sim, worker, draw) -> {
        boolean struck = strike(sim, worker, draw);
        if (struck) {
          long ms = draw.between(fromMs, toMs);
          sim.agenda().in(ms, () -> next.strike(sim, worker, draw));
        }
        return struck;
      };
    }

    default WorkerAction and(WorkerAction other) {
      return (sim, worker, draw) -> {
        boolean struck = strike(sim, worker, draw);
        return other.strike(sim, worker, draw) || struck;
      };
    }
  }

  /** What happens to one master-eligible node. */
  @FunctionalInterface
  interface MasterAction {
    boolean strike(Simulation sim, MasterNode node, Draw draw);

    default MasterAction then(long fromMs, long toMs, MasterAction next) {
      return (sim, node, draw) -> {
        boolean struck = strike(sim, node, draw);
        if (struck) {
          long ms = draw.between(fromMs, toMs);
          sim.agenda().in(ms, () -> next.strike(sim, node, draw));
        }
        return struck;
      };
    }
  }

  /** Strikes a worker that is drawn. */
  static Fault ofWorker(String name, WorkerAction action) {
    return new Fault(
        name, (sim, draw) -> action.strike(sim, sim.worker(draw.pick(sim.nodes())), draw));
  }

  /** Strikes the worker that runs most. */
  static Fault ofBusiest(String name, WorkerAction action) {
    return new Fault(
        name,
        (sim, draw) -> {
          SimWorker busiest = sim.worker(draw.pick(sim.nodes()));
          for (SimWorker worker : sim.workers()) {
            busiest = worker.tasks().size() > busiest.tasks().size() ? worker : busiest;
          }
          return action.strike(sim, busiest, draw);
        });
  }

  /** Strikes whoever acts as master, if somebody does. */
  static Fault ofActing(String name, MasterAction action) {
    return new Fault(
        name,
        (sim, draw) ->
            sim.current().map(master -> action.strike(sim, master.node(), draw)).orElse(false));
  }

  /** Strikes a master-eligible node that is drawn. */
  static Fault ofMasterNode(String name, MasterAction action) {
    return new Fault(name, (sim, draw) -> action.strike(sim, draw.pick(sim.masterNodes()), draw));
  }

  /** Switches something on for a while. */
  static Fault lasting(String name, long fromMs, long toMs, Action on, Action off) {
    return new Fault(
        name,
        (sim, draw) -> {
          boolean struck = on.strike(sim, draw);
          long ms = draw.between(fromMs, toMs);
          sim.agenda().in(ms, () -> off.strike(sim, draw));
          return struck;
        });
  }

  @Override
  public String toString() {
    return name;
  }
}
