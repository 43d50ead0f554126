package dev.cobnut.worker;

import static dev.cobnut.worker.WorkerTrial.JOB;
import static dev.cobnut.worker.WorkerTrial.MAPS;
import static dev.cobnut.worker.WorkerTrial.map;
import static dev.cobnut.worker.WorkerTrial.reduce;
import static dev.cobnut.worker.WorkerTrial.slices;
import static dev.cobnut.worker.WorkerTrial.startMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.shuffle.LocalFiles;
import dev.cobnut.worker.task.TaskControl;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker whose disk is full, or out of order. A link to {@code /dev/full} is a full disk for
 * whoever writes to it.
 */
@ExtendWith(VertxExtension.class)
@Timeout(60)
final class SickDiskTest {
  private static final StageSpec STAGE = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1);
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path folder;
  private WorkerTrial trial;

  @BeforeEach
  void prepare(Vertx vertx) throws Exception {
    assumeThat(FULL).exists();
    trial = new WorkerTrial(vertx, folder);
  }

  @Test
  void workerWithAFullDiskTakesNothingUntilItHeals() throws Exception {
    Path input = trial.writeWords(100);
    WorkerInfo a = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    JobOrder job = trial.job("test-wordcount", STAGE, 0, Map.of());
    fill("a", "s0-m-00000.t1.a1.map.tmp");
    Path probe = Files.createDirectories(folder.resolve("data/a/probe/in-the-way"));

    trial.master().send(a, startMap(map(0, 0, 1), job, slices(input).get(0), Optional.empty()));
    Failure failure = trial.failure(map(0, 0, 1));
    assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCAL_DISK);
    assertThat(failure.message()).contains("No space left on device");
    assertThat(beatThatTells(map(0, 0, 1)).draining()).isTrue();
    trial.awaitNoFiles("a");
    // Several probes later it is still sick.
    assertThat(drainingAfter(10, beatThatTells(map(0, 0, 1)))).isTrue();

    Files.delete(probe);
    Files.delete(probe.getParent());
    trial
        .master()
        .await(
            messages ->
                messages
                    .filter(ToMaster.Heartbeat.class::isInstance)
                    .map(ToMaster.Heartbeat.class::cast)
                    .dropWhile(beat -> !beat.draining())
                    .filter(beat -> !beat.draining())
                    .findFirst()
                    .orElse(null));
    trial.master().send(a, startMap(map(0, 0, 2), job, slices(input).get(0), Optional.empty()));
    trial.success(map(0, 0, 2));
    assertThat(folder.resolve("data/a/probe")).doesNotExist();
  }

  @Test
  void fullDiskUnderAFetchIsNoFaultOfTheReduceNorOfTheMaps() throws Exception {
    Path input = trial.writeWords(2_000);
    WorkerInfo a = trial.deploy(new WorkerVerticle(trial.node("a")), "a");
    WorkerInfo b = trial.deploy(new WorkerVerticle(trial.node("b")), "b");
    JobOrder job = trial.job("test-wordcount", STAGE, 0, Map.of());
    trial.mapAll(List.of(a, a, a), job, input, Optional.empty());
    for (int lane = 0; lane < MAPS; lane++) {
      fill("b", "s0-r-00000.t1.a1.fetch-" + lane);
    }
    AttemptId reduce = reduce(0, 0, 1);
    trial.master().send(b, new ToWorker.StartReduce(1, reduce, job, MAPS));
    assertThat(trial.failure(reduce).kind()).isEqualTo(Failure.Kind.LOCAL_DISK);
    assertThat(beatThatTells(reduce).draining()).isTrue();
    trial.awaitNoFiles("b");
    assertThat(FULL).as("what the link led to").exists();

    trial.master().send(b, new ToWorker.StartReduce(1, reduce(0, 0, 2), job, MAPS));
    trial.success(reduce(0, 0, 2));
  }

  @Test
  void outputThatCannotBeWrittenIsNotTheWorkersDisk() throws Exception {
    Path input = trial.writeWords(100);
    WorkerInfo a = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    JobOrder job = trial.job("test-wordcount", STAGE, 0, Map.of());
    trial.mapAll(List.of(a, a, a), job, input, Optional.empty());
    AttemptId reduce = reduce(0, 0, 1);
    Files.createDirectory(trial.inJobFolder(reduce.name() + ".part"));
    trial.master().send(a, new ToWorker.StartReduce(1, reduce, job, MAPS));
    assertThat(trial.failure(reduce).kind()).isEqualTo(Failure.Kind.SYSTEM);
    assertThat(beatThatTells(reduce).draining()).isFalse();
  }

  @Test
  void failureOfTheEngineIsTheDisksWhereTheProbeFails() throws Exception {
    Path input = trial.writeWords(100);
    WorkerInfo a = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    Files.createDirectories(folder.resolve("data/a/probe/in-the-way"));
    JobOrder blind =
        new JobOrder(JOB, trial.spec("test-wordcount", Map.of()), 0, STAGE, "another nonce");
    trial.master().send(a, startMap(map(0, 0, 1), blind, slices(input).get(0), Optional.empty()));
    assertThat(trial.failure(map(0, 0, 1)).kind()).isEqualTo(Failure.Kind.LOCAL_DISK);
    assertThat(trial.failure(map(0, 0, 1)).message()).contains("probe");
  }

  /** Found by jobs that were cancelled: the worker took its disk for sick, and rested. */
  @Test
  void interruptOfAProbeSaysNothingOfTheDisk() throws Exception {
    Path input = trial.writeWords(100);
    LocalFiles files = new LocalFiles(folder.resolve("data"), "a");
    Files.createDirectories(files.home());
    TaskRunner runner =
        new TaskRunner(
            new JobCode(trial.node("a").plugins()),
            files,
            new LostRegions((map, owner, reason) -> {}),
            new DiskProbe(files.home()),
            new TaskRunner.Budget(1 << 20, 1 << 20, 0, () -> Codec.NONE));
    JobOrder blind =
        new JobOrder(JOB, trial.spec("test-wordcount", Map.of()), 0, STAGE, "another nonce");
    ToWorker.StartMap order = startMap(map(0, 0, 1), blind, slices(input).get(0), Optional.empty());

    assertThat(interrupted(runner, order, false)).isEqualTo(Failure.Kind.SYSTEM);
    assertThat(interrupted(runner, order, true)).isEqualTo(Failure.Kind.STOPPED);
  }

  private static Failure.Kind interrupted(
      TaskRunner runner, ToWorker.StartMap order, boolean isStopped) {
    Thread.currentThread().interrupt();
    try {
      return ((Outcome.Failed) runner.run(order, new Control(isStopped))).failure().kind();
    } finally {
      Thread.interrupted();
    }
  }

  private record Control(boolean stopped) implements TaskControl {
    @Override
    public void progress(long doneBytes, long totalBytes) {
      // Nobody asks.
    }
  }

  @Test
  void probeFindsWhatDoesNotTakeItsBytesAndLeavesNothing() throws Exception {
    DiskProbe probe = new DiskProbe(folder);
    probe.run();
    assertThat(folder.resolve("probe")).doesNotExist();
    Files.createSymbolicLink(folder.resolve("probe"), FULL);
    assertThatThrownBy(probe::run)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
    assertThat(FULL).exists();
    Files.createSymbolicLink(folder.resolve("probe"), Path.of("/dev/null"));
    assertThatThrownBy(probe::run).isInstanceOf(IOException.class);
  }

  private void fill(String worker, String name) throws IOException {
    Path jobs = folder.resolve("data").resolve(worker).resolve("jobs").resolve(JOB.value());
    Files.createSymbolicLink(Files.createDirectories(jobs).resolve(name), FULL);
  }

  private ToMaster.Heartbeat beatThatTells(AttemptId attempt) throws Exception {
    return trial
        .master()
        .await(
            messages ->
                messages
                    .filter(ToMaster.Heartbeat.class::isInstance)
                    .map(ToMaster.Heartbeat.class::cast)
                    .filter(
                        beat ->
                            beat.outcomes().stream()
                                .anyMatch(outcome -> outcome.attempt().equals(attempt)))
                    .findFirst()
                    .orElse(null));
  }

  /** What the worker says so many heartbeats later. */
  private boolean drainingAfter(int beats, ToMaster.Heartbeat first) throws Exception {
    return trial
        .master()
        .await(
            messages ->
                messages
                    .dropWhile(message -> !message.equals(first))
                    .filter(ToMaster.Heartbeat.class::isInstance)
                    .skip(beats)
                    .map(beat -> ((ToMaster.Heartbeat) beat).draining())
                    .findFirst()
                    .orElse(null));
  }
}
