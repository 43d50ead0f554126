package dev.cobnut.core.sim;

import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.scheduler.Limits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the scheduler in a simulated world, as planned: faults strike for a while, then stop,
 * and every job must end within a bounded time. The same plan gives the same run.
 */
final class Simulation {
  static final Limits LIMITS =
      new Limits(
          new Limits.TaskLimits(4, 20_000, true, 3),
          new Limits.WorkerLimits(5_000, 30_000, 3, 15_000),
          new Limits.JobLimits(3, 25_000, 10_000));

  private static final long CALM_MS = 600_000;
  private static final long COMPARE_MS = 2_500;

  private final Plan plan;
  private final Set<Rule> leftOut = EnumSet.noneOf(Rule.class);
  private @Nullable Consumer<String> tracer;
  private final Agenda agenda = new Agenda();
  private final Set<String> seen = new LinkedHashSet<>();
  private final SimBus bus = new SimBus(this);
  private final SimStorage storage = new SimStorage();
  private final SimMaps maps = new SimMaps();
  private final Map<String, SimWorker> workers = new LinkedHashMap<>();
  private final Map<String, SimJob> jobs = new LinkedHashMap<>();
  private final List<MasterNode> masterNodes = new ArrayList<>();
  private final Set<String> cutFetches = new LinkedHashSet<>();
  private final StorageLink storageLink;
  private final Observer observer;
  private final SimJournal journal;
  private final Client client = new Client(this);
  private long snapshotSlowMs;
  private long ages;
  private boolean calm;

  Simulation(Plan plan) {
    this.plan = plan;
    this.storageLink = new StorageLink(this);
    this.observer = new Observer(this);
    this.journal = new SimJournal(observer::saved);
  }

  /** Leaves out a rule of the journal. */
  Simulation without(Rule rule) {
    leftOut.add(rule);
    return this;
  }

  /** Hears what happens, line by line. */
  Simulation traced(Consumer<String> lines) {
    tracer = lines;
    return this;
  }

  /** Runs it; what it has seen on the way. */
  Set<String> run() {
    for (WorkerPlan worker : plan.workers()) {
      workers.put(worker.node(), new SimWorker(this, worker));
      agenda.in(worker.startMs(), worker(worker.node())::start);
    }
    for (SimJob job : plan.jobs()) {
      jobs.put(job.spec().job(), job);
      client.want(job);
    }
    for (int number = 0; number < plan.masters(); number++) {
      masterNodes.add(new MasterNode(this, "m" + number));
    }
    masterNodes.forEach(MasterNode::start);
    plan.strikes().forEach(strike -> agenda.in(strike.atMs(), () -> strike(strike)));
    agenda.in(1_000, this::compare);
    while (agenda.step(plan.faultsMs())) {}
    calmDown();
    long endMs = plan.faultsMs() + CALM_MS;
    while (!client.isDone() && agenda.step(endMs)) {}
    if (!client.isDone()) {
      throw new Violation("jobs that never ended: " + client.unfinished());
    }
    observer.checkEnd();
    return seen;
  }

  private void strike(Strike strike) {
    if (!calm) {
      trace(() -> "strikes: " + strike.fault());
      if (strike.fault().action().strike(this, strike.draw(plan.seed()))) {
        see(strike.fault().name());
      }
    }
  }

  private void calmDown() {
    trace(() -> "the faults stop");
    calm = true;
    bus.lose(0);
    bus.doubleUp(0);
    bus.delay(0);
    cutFetches.clear();
    snapshotSlowMs = 0;
    storageLink.disturb(0);
    storageLink.slowDown(0);
    maps.freeze(false);
    workers
        .values()
        .forEach(
            worker -> {
              bus.mend(worker.node());
              worker.heal();
            });
    masterNodes.forEach(
        node -> {
          node.wake();
          node.acting().ifPresent(master -> master.outbox().dieAfter(-1));
          node.start();
        });
  }

  private void compare() {
    current()
        .filter(master -> master.outbox().isSettled() && !master.isZombie())
        .ifPresent(observer::compareRestored);
    observer.look();
    agenda.in(COMPARE_MS, this::compare);
  }

  /** The acting master of the highest term. */
  Optional<SimMaster> current() {
    SimMaster last = null;
    for (MasterNode node : masterNodes) {
      SimMaster master = node.acting().orElse(null);
      if (master != null && (last == null || master.term() > last.term())) {
        last = master;
      }
    }
    return Optional.ofNullable(last);
  }

  Optional<SimMaster> master(long term) {
    return masterNodes.stream()
        .flatMap(node -> node.acting().stream())
        .filter(master -> master.term() == term)
        .findFirst();
  }

  List<MasterNode> masterNodes() {
    return masterNodes;
  }

  /** Whether a node is the oldest of those that are thought to be there. */
  boolean isOldest(MasterNode node) {
    return masterNodes.stream()
        .filter(MasterNode::isThought)
        .min(Comparator.comparingLong(MasterNode::upSince))
        .filter(oldest -> oldest == node)
        .isPresent();
  }

  /** The place of a node that starts now among all that ever did. */
  long nextAge() {
    return ages++;
  }

  List<String> nodes() {
    return new ArrayList<>(workers.keySet());
  }

  SimWorker worker(String node) {
    SimWorker worker = workers.get(node);
    if (worker == null) {
      throw new IllegalArgumentException("node: " + node + " (expected: one of " + nodes() + ")");
    }
    return worker;
  }

  Iterable<SimWorker> workers() {
    return workers.values();
  }

  void cutFetches(String from, String to, boolean cut) {
    if (cut) {
      cutFetches.add(from + ">" + to);
    } else {
      cutFetches.remove(from + ">" + to);
    }
  }

  /** Whether a worker can fetch that output now. */
  boolean fetches(SimWorker reader, MapOutputLocation location) {
    String to = location.worker().node();
    return (cutFetches.isEmpty() || !cutFetches.contains(reader.node() + ">" + to))
        && worker(to).serves(location.worker(), location.attempt());
  }

  void slowSnapshots(long ms) {
    snapshotSlowMs = ms;
  }

  long snapshotSlowMs(Draw draw) {
    return snapshotSlowMs == 0 ? 0 : draw.between(0, snapshotSlowMs);
  }

  SimJob definition(JobSpec spec) {
    return Optional.ofNullable(jobs.get(spec.job())).orElseThrow();
  }

  /** A stream of numbers for one purpose. */
  Draw draw(String purpose) {
    return Draw.of(plan.seed(), purpose);
  }

  boolean keeps(Rule rule) {
    return leftOut.isEmpty() || !leftOut.contains(rule);
  }

  void mark(Mark mark) {
    see(mark.name());
  }

  /** Notes that something was seen. */
  void see(String what) {
    seen.add(what);
  }

  void trace(Supplier<String> line) {
    if (tracer != null) {
      tracer.accept(String.format("%7d %s", nowMs(), line.get()));
    }
  }

  long nowMs() {
    return agenda.nowMs();
  }

  Plan plan() {
    return plan;
  }

  /** No fault strikes any more. */
  boolean isCalm() {
    return calm;
  }

  /** No fault ever struck. */
  boolean isPeaceful() {
    return plan.faultsMs() == 0;
  }

  Agenda agenda() {
    return agenda;
  }

  SimBus bus() {
    return bus;
  }

  SimJournal journal() {
    return journal;
  }

  StorageLink storageLink() {
    return storageLink;
  }

  SimMaps maps() {
    return maps;
  }

  SimStorage storage() {
    return storage;
  }

  Observer observer() {
    return observer;
  }

  Client client() {
    return client;
  }
}
