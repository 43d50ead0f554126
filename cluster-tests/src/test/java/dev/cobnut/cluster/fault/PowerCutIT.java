package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * The power goes for all nodes at the moment at which one of them comes to a named place. What was
 * not forced is gone from state storage, outputs and the nodes' own folders; all that was accepted
 * ends as if nothing had been.
 */
final class PowerCutIT {
  /**
   * Twice what jobs of tight memory need: a file system that is nearly full writes early what
   * nobody forced. The image is sparse.
   */
  private static final String SIZE = "192m";

  @Fault(row = 55, part = "some places")
  void cutsAtSomePlacesAreMadeGood(FaultRun run) throws Exception {
    cutAt(
        run,
        List.of(
            "STORAGE_AFTER_LINK",
            "JOURNAL_AFTER_SEGMENT",
            "MAP_AFTER_OUTPUT",
            "MASTER_IN_CLAIM",
            "REDUCE_BEFORE_FORCE",
            "PUBLISH_IN_MOVE"));
  }

  @Fault(row = 55, part = "storage and journal")
  @Tag("faults")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void cutsInTheJournalAreMadeGood(FaultRun run) throws Exception {
    cutAt(run, CrashPoints.of("STORAGE_", "JOURNAL_"));
  }

  @Fault(row = 55, part = "master")
  @Tag("faults")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void cutsAtTheMasterAreMadeGood(FaultRun run) throws Exception {
    cutAt(run, CrashPoints.of("MASTER_", "PUBLISH_"));
  }

  @Fault(row = 55, part = "worker")
  @Tag("faults")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void cutsAtAWorkerAreMadeGood(FaultRun run) throws Exception {
    cutAt(run, CrashPoints.of("WORKER_"));
  }

  @Fault(row = 55, part = "tasks")
  @Tag("faults")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void cutsInTasksAreMadeGood(FaultRun run) throws Exception {
    cutAt(run, CrashPoints.of("MAP_", "SHUFFLE_", "REDUCE_"));
  }

  /** Without this the others could pass over a disk that takes nothing. */
  @Fault(row = 55, part = "forces that do nothing")
  void cutTakesAllWhereForcesDoNothing(FaultRun run) throws Exception {
    Rights.TRACE.require();
    PowerDisk disk = run.keep(PowerDisk.mount(run.folder().resolve("disk"), SIZE));
    run.keepFilesOn(disk.folder());
    FaultCluster.Plan lied =
        FaultCluster.Plan.of(0)
            .inside("strace", "-D", "-f", "-qq", "-o", "/dev/null")
            .inside("-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:retval=0");
    FaultCluster cluster = run.cluster(List.of(lied));
    FaultJob job = FaultJob.submit(cluster, run.job());
    run.succeeded(job, job.awaitEnd(FaultRun.BOUND));

    cluster.killAll();
    Set<String> taken = disk.cut();

    run.proven("a cut", () -> taken.contains(PowerDisk.unforced(1)));
    assertThat(taken).doesNotContain(PowerDisk.FORCED);
    assertThat(taken)
        .anyMatch(file -> file.contains("/state/journal/"))
        .contains(disk.folder().relativize(job.spec().output().resolve("_SUCCESS")).toString());
    run.sees("a job that had ended was gone, its output, too");
  }

  private static void cutAt(FaultRun run, List<String> points) throws Exception {
    PowerDisk disk = run.keep(PowerDisk.mount(run.folder().resolve("disk"), SIZE));
    run.keepFilesOn(disk.folder());
    FaultCluster cluster = run.cluster(2);
    List<Set<String>> cuts = new ArrayList<>();
    CrashTour tour =
        new CrashTour(
            run,
            cluster,
            (halted, untrapped) -> {
              // First of all: the other node has not seen much of the first one's end.
              cluster.killAll();
              Set<String> taken = disk.cut();
              cuts.add(taken);
              run.proven(
                  "a cut that takes what wasn't forced",
                  () -> taken.contains(PowerDisk.unforced(cuts.size())));
              assertThat(taken).as("taken, though forced").doesNotContain(PowerDisk.FORCED);
              cluster.restart(halted, untrapped);
              cluster.restart(cluster.node(1));
            });
    tour.visit(points);
    long taken = cuts.stream().mapToLong(each -> each.size() - 1).sum();
    assertThat(taken).as("files of the cluster that cuts took").isPositive();
    run.sees("the cuts took %d files that weren't forced".formatted(taken));
  }
}
