package dev.cobnut.core.sim;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.TaskResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A map attempt: takes a while, then leaves an output, fails at a bad record, or tells of some. */
final class MapTask extends SimTask {
  /** An attempt that collects ends early for lack of memory, so that it takes more than one. */
  private static final int COLLECTED_MAX = 2;

  private final AttemptMode mode;
  private final List<BadRecord> skipped;

  MapTask(SimWorker worker, ToWorker.StartMap order) {
    super(worker, order.attempt(), order.job(), Phase.WAITING);
    this.mode = order.mode();
    this.skipped = order.skipped();
  }

  @Override
  AttemptMode mode() {
    return mode;
  }

  /** The records that it leaves out. */
  List<BadRecord> skipped() {
    return skipped;
  }

  /** Whether other attempts may meet bad records, and this one none. */
  boolean canSucceedThoughOthersFail() {
    SimJob definition = worker().sim().definition(job().spec());
    return definition.flaky()
        && !mode.collecting()
        && !definition.badRecords(id().task()).isEmpty()
        && definition.thrownAt(id()).isEmpty();
  }

  @Override
  void start() {
    waitForSlot();
  }

  @Override
  void finish() {
    SimJob definition = worker().sim().definition(job().spec());
    List<BadRecord> found =
        definition.thrownAt(id()).stream()
            .filter(record -> !skipped.contains(record))
            .limit(COLLECTED_MAX)
            .toList();
    if (mode.collecting()) {
      worker().sim().mark(Mark.BAD_RECORDS_COLLECTED);
      worker().end(this, new Outcome.Collected(id(), mode, found));
    } else if (!found.isEmpty()) {
      worker().sim().mark(Mark.BAD_RECORD_MET);
      worker().fail(this, Failure.Kind.BAD_RECORD);
    } else {
      Map<String, Long> counters = new TreeMap<>(definition.counters(id().task()));
      if (!skipped.isEmpty()) {
        counters.put(SimJob.SKIPPED, (long) skipped.size());
      }
      TaskResult result = new TaskResult.MapOutput(100, counters);
      worker().end(this, new Outcome.Succeeded(id(), mode, result));
    }
  }
}
