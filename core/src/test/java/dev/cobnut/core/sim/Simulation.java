package dev.cobnut.core.sim;

import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.WorkerView;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Limits;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * One run of the scheduler in a simulated world, drawn from a seed: faults strike for a while, then
 * stop, and every job must end within a bounded time. The same seed gives the same run.
 */
final class Simulation {
  static final Limits LIMITS =
      new Limits(
          new Limits.TaskLimits(4, 20_000, true, 3),
          new Limits.WorkerLimits(5_000, 3, 15_000),
          new Limits.JobLimits(3, 25_000, 10_000));

  private static final long FAULTS_MS = 40_000;
  private static final long CALM_MS = 200_000;

  private final SplittableRandom random;
  private final boolean traces;
  private final Agenda agenda = new Agenda();
  private final Set<Mark> marks = EnumSet.noneOf(Mark.class);
  private final SimBus bus = new SimBus(this);
  private final SimStorage storage = new SimStorage();
  private final Observer observer = new Observer(this);
  private final SimStore store = new SimStore(observer::saved);
  private final Client client = new Client(this);
  private final Map<String, SimWorker> workers = new LinkedHashMap<>();
  private final Map<Long, SimMaster> masters = new LinkedHashMap<>();
  private final Map<String, SimJob> jobs = new LinkedHashMap<>();
  private final Set<String> cutFetches = new LinkedHashSet<>();
  private long slownessPercent = 100;
  private boolean calm;

  Simulation(long seed, boolean traces) {
    this.random = new SplittableRandom(seed);
    this.traces = traces;
  }

  /** Runs it; what it has seen on the way. */
  Set<Mark> run() {
    int workerCount = (int) random(2, 5);
    for (int number = 0; number < workerCount; number++) {
      int javaFeature = random(0, 9) == 0 ? 21 : 17;
      String node = "w" + number;
      workers.put(node, new SimWorker(this, node, (int) random(1, 4), javaFeature));
    }
    workers.values().forEach(worker -> agenda.in(random(0, 3_000), worker::start));
    int jobCount = (int) random(1, 6);
    for (int number = 0; number < jobCount; number++) {
      SimJob job = SimJob.random(number, random);
      jobs.put(job.spec().job(), job);
      agenda.in(random(0, 25_000), () -> client.submit(job));
    }
    elect();
    Faults.all().forEach(this::expose);
    agenda.in(1_000, this::compare);
    while (agenda.step(FAULTS_MS)) {}
    calmDown();
    long endMs = FAULTS_MS + CALM_MS;
    while (!client.isDone() && agenda.step(endMs)) {}
    if (!client.isDone()) {
      throw new Violation("jobs that never ended: " + client.unfinished());
    }
    observer.checkEnd();
    return marks;
  }

  /** Lets a fault strike now and then, or spares this run from it. */
  private void expose(Fault fault) {
    if (random(0, 1) == 0) {
      strikeLater(fault, random(2_000, 20_000));
    }
  }

  private void strikeLater(Fault fault, long everyMs) {
    agenda.in(
        random(everyMs / 2, everyMs * 3 / 2),
        () -> {
          if (!calm) {
            fault.strike(this);
            strikeLater(fault, everyMs);
          }
        });
  }

  private void calmDown() {
    trace(() -> "the faults stop");
    calm = true;
    bus.disturb(0, 0, 0);
    cutFetches.clear();
    slownessPercent = 100;
    workers
        .values()
        .forEach(
            worker -> {
              bus.mend(worker.id().node());
              worker.failNext(0);
              worker.wake();
              worker.start();
              undrain(worker);
            });
    masters.values().stream()
        .filter(master -> master.term() < store.term())
        .toList()
        .forEach(master -> master.die("zombies end with the faults"));
  }

  /** An operator says it until the master knows the worker and has it work. */
  private void undrain(SimWorker worker) {
    boolean isDone =
        current().stream()
            .flatMap(master -> master.scheduler().workers(master.now()).stream())
            .anyMatch(
                view ->
                    view.info().id().equals(worker.id())
                        && view.state() == WorkerView.State.ACTIVE);
    if (!isDone) {
      current()
          .ifPresent(
              master -> master.apply(new Event.WorkerDrained(master.now(), worker.id(), false)));
      agenda.in(2_000, () -> undrain(worker));
    }
  }

  private void compare() {
    current()
        .filter(master -> master.isSettled() && master.term() == store.term())
        .ifPresent(observer::compareRestored);
    if (!calm) {
      agenda.in(2_500, this::compare);
    }
  }

  /** A new master takes over, whether or not the one before it is dead. */
  void elect() {
    long term = store.raiseTerm();
    SimMaster master = new SimMaster(this, term, store.read());
    masters.put(term, master);
    trace(() -> "master " + term + " begins");
    master.start();
  }

  void masterDied(SimMaster master) {
    masters.remove(master.term());
    if (masters.keySet().stream().noneMatch(term -> term > master.term())) {
      agenda.in(
          random(100, 2_500),
          () -> {
            if (masters.keySet().stream().noneMatch(term -> term > master.term())) {
              elect();
            }
          });
    }
  }

  /** The living master of the highest term. */
  Optional<SimMaster> current() {
    SimMaster last = null;
    for (SimMaster master : masters.values()) {
      last = master;
    }
    return Optional.ofNullable(last);
  }

  Optional<SimMaster> master(long term) {
    return Optional.ofNullable(masters.get(term));
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

  SimWorker anyWorker() {
    return worker(nodes().get((int) random(0, workers.size() - 1)));
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
    String from = reader.id().node();
    String to = location.worker().node();
    return !cutFetches.contains(from + ">" + to)
        && worker(to).serves(location.worker(), location.attempt());
  }

  void slowDown(long percent) {
    slownessPercent = percent;
  }

  long taskMs() {
    return random(50, 1_500) * slownessPercent / 100;
  }

  long appendMs() {
    return random(0, 30);
  }

  SimJob definition(JobSpec spec) {
    return Optional.ofNullable(jobs.get(spec.job())).orElseThrow();
  }

  /** From the one to the other, both included. */
  long random(long from, long to) {
    return random.nextLong(from, to + 1);
  }

  boolean chance(int permille) {
    return permille > 0 && random.nextInt(1_000) < permille;
  }

  void mark(Mark mark) {
    if (marks.add(mark)) {
      trace(() -> "first " + mark);
    }
  }

  void trace(Supplier<String> line) {
    if (traces) {
      System.out.printf("%7d %s%n", nowMs(), line.get());
    }
  }

  long nowMs() {
    return agenda.nowMs();
  }

  boolean isCalm() {
    return calm;
  }

  Agenda agenda() {
    return agenda;
  }

  SimBus bus() {
    return bus;
  }

  SimStore store() {
    return store;
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
