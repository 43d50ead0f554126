package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.NodeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Disks that are full, can't be written, are gone, lie, or are slow. */
final class DiskFaultsIT {
  @Fault(row = 25)
  void workerWithAFullDiskIsDoneWithout(FaultRun run) throws Exception {
    Rights.MOUNT.require();
    Path small = Files.createDirectories(run.folder().resolve("small"));
    List<FaultCluster.Plan> plans = new ArrayList<>(FaultCluster.plans(3));
    plans.set(
        2,
        plans
            .get(2)
            .inside(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size=6m tmpfs " + small + " && exec \"$@\"",
                "sh")
            .with("-Dcobnut.data.dir=" + small));
    FaultCluster cluster = run.cluster(plans);
    NodeProcess victim = cluster.node(2);

    FaultJob job = FaultJob.submit(cluster, run.job().with("pad", 2_000));
    run.proven(
        "an attempt that finds no space left",
        () -> !job.attempts(a -> a.node().equals(victim.name()) && says(a, "No space")).isEmpty());

    run.endsAsIfNothingHadBeen(cluster, job);
    List<FaultJob.Attempt> failed = job.attempts(a -> a.state().equals("failed"));
    assertThat(failed).allMatch(a -> a.node().equals(victim.name()));
    Path files =
        Path.of("/proc/" + victim.pid() + "/root" + small)
            .resolve(victim.name())
            .resolve("jobs")
            .resolve(job.id());
    assertThat(files).doesNotExist();
    run.sees("%d attempts failed there, and left no file".formatted(failed.size()));
  }

  @Fault(row = 26)
  @Tag("faults")
  void fullOutputFailsTheJob(FaultRun run) throws Exception {
    TmpDisk disk = run.keep(TmpDisk.mount(run.folder().resolve("disk"), "40k"));
    FaultCluster cluster = run.cluster(2);

    FaultJob job = FaultJob.submit(cluster, onDisk(run, disk));
    run.proven(
        "an attempt that finds no space left",
        () -> !job.attempts(a -> says(a, "No space")).isEmpty());

    JsonNode ended = run.endsFailed(cluster, job, "No space left on device");
    Await.until(
        "the end of the output", FaultRun.BOUND, () -> Files.notExists(job.spec().output()));
    run.sees("FAILED: " + ended.path("error").path("message").asText());
  }

  @Fault(row = 27, part = "read-only")
  @Tag("faults")
  void outputThatCannotBeWrittenFailsTheJob(FaultRun run) throws Exception {
    TmpDisk disk = run.keep(TmpDisk.mount(run.folder().resolve("disk"), "4m"));
    FaultCluster cluster = run.cluster(2);
    FaultJob job = FaultJob.submit(cluster, onDisk(run, disk).gated("map"));
    job.awaitAtGate(cluster.node(1));

    run.fire("remount,ro", disk::makeReadOnly, () -> !Files.isWritable(disk.folder()));
    job.openGate();

    JsonNode ended = job.awaitEnd(FaultRun.BOUND);
    assertThat(ended.path("state").asText()).isEqualTo("FAILED");
    assertThat(ended.path("error").toString()).contains("Read-only file system");
    assertThat(job.spec().output().resolve("_SUCCESS")).doesNotExist();
    run.sees("FAILED: " + ended.path("error").path("message").asText());
  }

  @Fault(row = 27, part = "vanishes")
  @Tag("faults")
  void outputThatVanishesFailsTheJob(FaultRun run) throws Exception {
    TmpDisk disk = run.keep(TmpDisk.mount(run.folder().resolve("disk"), "4m"));
    FaultCluster cluster = run.cluster(2);
    FaultJob job = FaultJob.submit(cluster, onDisk(run, disk).gated("reduce"));
    job.awaitAtGate(cluster.node(1));

    run.fire("umount", disk::vanish, () -> Files.notExists(job.spec().output()));
    job.openGate();

    JsonNode ended = run.endsFailed(cluster, job, job.spec().output().toString());
    run.sees("FAILED: " + ended.path("error").path("message").asText());
  }

  @Fault(row = 28)
  @Tag("faults")
  void attemptWhoseForceFailsIsMadeAgain(FaultRun run) throws Exception {
    Rights.TRACE.require();
    // What stands at the gate looks slow: a backup of it may win before the failure is told.
    FaultCluster cluster = run.cluster(workerLast("-Dcobnut.backup.tasks=false"));
    NodeProcess victim = cluster.node(2);
    FaultJob job = FaultJob.submit(cluster, run.job().reducers(6).gated("reduce"));
    job.awaitAtGate(victim);
    Strace strace =
        run.keep(
            Strace.attach(
                victim, "fsync,fdatasync", "error=EIO:when=1", run.folder().resolve("strace")));
    job.openGate();

    run.proven("EIO from fsync", () -> strace.times() > 0);
    run.endsAsIfNothingHadBeen(cluster, job);
    List<FaultJob.Attempt> failed = job.attempts(a -> a.state().equals("failed"));
    assertThat(failed)
        .as("of %s", job.attempts())
        .isNotEmpty()
        .allMatch(a -> a.node().equals(victim.name()));
    assertThat(failed).allMatch(a -> says(a, "Input/output error"));
    run.sees("%d attempts failed, each made again".formatted(failed.size()));
  }

  @Fault(row = 29)
  @Tag("faults")
  void backupsOvertakeAWorkerWithASlowDisk(FaultRun run) throws Exception {
    Rights.TRACE.require();
    FaultCluster cluster = run.cluster(workerLast());
    NodeProcess victim = cluster.node(2);
    FaultJob job = FaultJob.submit(cluster, run.job().reducers(6).gated("reduce"));
    job.awaitAtGate(victim);
    Strace strace =
        run.keep(
            Strace.attach(
                victim, "fsync,fdatasync", "delay_enter=45000000", run.folder().resolve("strace")));
    job.openGate();

    run.endsAsIfNothingHadBeen(cluster, job);
    List<FaultJob.Attempt> won = job.attempts(a -> a.backup() && a.state().equals("succeeded"));
    assertThat(won).as("backups that won").isNotEmpty();
    run.proven("fsync that takes 45 s", () -> strace.times() > 0);
    run.sees("%d backups won".formatted(won.size()));
  }

  private static List<FaultCluster.Plan> workerLast(String... options) {
    List<FaultCluster.Plan> plans = new ArrayList<>(FaultCluster.plans(3, options));
    // A master forces its journal, and isn't meant here.
    plans.set(2, plans.get(2).with("-Dcobnut.node.roles=worker"));
    return plans;
  }

  private static FaultJob.Spec onDisk(FaultRun run, TmpDisk disk) throws Exception {
    FaultJob.Spec spec = run.job();
    return new FaultJob.Spec(
        spec.input(), disk.folder().resolve("out"), spec.gate(), 4, spec.parameters());
  }

  private static boolean says(FaultJob.Attempt attempt, String words) {
    return attempt.error().toString().contains(words);
  }
}
