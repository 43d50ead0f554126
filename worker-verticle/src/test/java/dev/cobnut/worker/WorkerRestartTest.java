package dev.cobnut.worker;

import static dev.cobnut.worker.WorkerTrial.JOB;
import static dev.cobnut.worker.WorkerTrial.MAPS;
import static dev.cobnut.worker.WorkerTrial.map;
import static dev.cobnut.worker.WorkerTrial.reduce;
import static dev.cobnut.worker.WorkerTrial.slices;
import static dev.cobnut.worker.WorkerTrial.startMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.worker.testjobs.WordCountJob;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A worker's later life, with what the one before left on the disk. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
final class WorkerRestartTest {
  private static final StageSpec STAGE = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1);

  @TempDir Path folder;
  private WorkerTrial trial;
  private Path jobs;

  @BeforeEach
  void prepare(Vertx vertx) throws Exception {
    trial = new WorkerTrial(vertx, folder);
    jobs = folder.resolve("data/a/jobs");
  }

  @Test
  void mapOutputsSurviveTheirWorkerAndAreRead() throws Exception {
    Path input = trial.writeWords(2_000);
    WorkerInfo before = trial.deploy(new WorkerVerticle(trial.node("a")), "a");
    WorkerInfo other = trial.deploy(new WorkerVerticle(trial.node("b")), "b");
    JobOrder job = trial.job("test-wordcount", STAGE, 0, Map.of());
    trial.mapAll(List.of(before, before, before), job, input, Optional.empty());
    trial.undeploy("a");

    ToMaster.Hello hello = trial.deployAgain(new WorkerVerticle(trial.node("a")), before);
    assertThat(hello.held()).containsExactly(map(0, 0, 1), map(0, 1, 1), map(0, 2, 1));
    for (int index = 0; index < MAPS; index++) {
      trial.master().forgets(map(0, index, 1));
      trial.master().knows(map(0, index, 1), hello.info());
    }
    for (WorkerInfo reducer : List.of(hello.info(), other)) {
      int number = reducer.equals(other) ? 2 : 1;
      trial.master().send(reducer, new ToWorker.StartReduce(1, reduce(0, 0, number), job, MAPS));
      trial.success(reduce(0, 0, number));
      Path part = trial.inJobFolder(reduce(0, 0, number).name() + ".part");
      trial.assertPart(new WordCountJob(), input, 1, 0, part);
    }
  }

  @Test
  void damagedMapOutputIsNotOfferedAndGoes() throws Exception {
    Path input = trial.writeWords(500);
    WorkerInfo before = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    JobOrder job = trial.job("test-wordcount", STAGE, 0, Map.of());
    trial.mapAll(List.of(before, before, before), job, input, Optional.empty());
    trial.undeploy("a");
    Path ofJob = jobs.resolve(JOB.value());
    try (FileChannel file =
        FileChannel.open(ofJob.resolve("s0-m-00000.t1.a1.map"), StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 1);
    }
    Path zeroed = ofJob.resolve("s0-m-00002.t1.a1.map");
    Files.write(zeroed, new byte[(int) Files.size(zeroed)]);
    Files.writeString(ofJob.resolve("s0-m-00001.t1.a2.spill-0"), "half a run");

    ToMaster.Hello hello = trial.deployAgain(WorkerVerticle.embedded(trial.node("a")), before);
    assertThat(hello.held()).containsExactly(map(0, 1, 1));
    trial.awaitFiles("a", "s0-m-00001.t1.a1.map");
  }

  /** A pipe stands for a disk that takes its time: who reads it waits until somebody writes. */
  @Test
  void slowCheckDoesNotHoldUpTheHello() throws Exception {
    Path input = trial.writeWords(500);
    WorkerInfo before = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    JobOrder job = trial.job("test-wordcount", STAGE, 0, Map.of());
    trial.mapAll(List.of(before, before, before), job, input, Optional.empty());
    trial.undeploy("a");
    Path slow = jobs.resolve(JOB.value()).resolve("s0-m-00000.t1.a1.map");
    Files.delete(slow);
    assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor()).isZero();

    ToMaster.Hello hello = trial.deployAgain(WorkerVerticle.embedded(trial.node("a")), before);
    assertThat(hello.held()).containsExactly(map(0, 0, 1), map(0, 1, 1), map(0, 2, 1));
    // Read to its end, it turns out to be empty.
    Files.newOutputStream(slow, StandardOpenOption.WRITE).close();
    assertThat(trial.master().awaitHello(hello, 2).held())
        .containsExactly(map(0, 1, 1), map(0, 2, 1));
    trial.awaitFiles("a", "s0-m-00001.t1.a1.map", "s0-m-00002.t1.a1.map");
  }

  @Test
  void discardedMapOutputsTakeTheirFolderWithThem() throws Exception {
    Path input = trial.writeWords(500);
    WorkerInfo before = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    JobOrder job = trial.job("test-wordcount", STAGE, 0, Map.of());
    trial.mapAll(List.of(before, before, before), job, input, Optional.empty());
    trial.undeploy("a");

    ToMaster.Hello hello = trial.deployAgain(WorkerVerticle.embedded(trial.node("a")), before);
    trial.master().send(hello.info(), new ToWorker.Acknowledge(1, List.of(), hello.held()));
    trial.awaitNoFiles("a");
    trial.awaitGone(jobs.resolve(JOB.value()));
  }

  @Test
  void jobThatEndedMeanwhileIsSweptOnAWord() throws Exception {
    Path input = trial.writeWords(500);
    WorkerInfo before = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    JobOrder job = trial.job("test-wordcount", STAGE, 0, Map.of());
    trial.mapAll(List.of(before, before, before), job, input, Optional.empty());
    trial.undeploy("a");

    ToMaster.Hello hello = trial.deployAgain(WorkerVerticle.embedded(trial.node("a")), before);
    assertThat(trial.localFiles("a")).hasSize(MAPS);
    trial.master().send(hello.info(), new ToWorker.DropJob(1, JOB));
    trial.awaitGone(jobs.resolve(JOB.value()));
  }

  @Test
  void workerThatEndsInOrderSaysGoodbyeLastAndKeepsItsMapOutputs(Vertx vertx) throws Exception {
    Path input = trial.writeWords(100);
    WorkerInfo a = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    trial.master().acknowledgeNothing();
    JobOrder job = trial.job("test-wordcount", STAGE, 0, Map.of());
    trial.master().send(a, startMap(map(0, 0, 1), job, slices(input).get(0), Optional.empty()));
    trial.master().awaitOutcome(map(0, 0, 1));

    trial.undeploy("a");
    assertThat(trial.master().await(ToMaster.Leaving.class).worker()).isEqualTo(a.id());
    List<String> words =
        trial
            .master()
            .await(messages -> messages.map(word -> word.getClass().getSimpleName()).toList());
    assertThat(words.subList(words.indexOf("Leaving"), words.size())).containsExactly("Leaving");
    assertThat(trial.localFiles("a")).containsExactly("s0-m-00000.t1.a1.map");
  }

  @Test
  void secondWorkerOnAFolderIsRefused() throws Exception {
    trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    assertThatThrownBy(() -> trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a"))
        .hasMessageContaining("data.dir: " + folder.resolve("data/a") + ": in use by process ");
    trial.undeploy("a");
    trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
  }

  @Test
  void folderOfAnotherWorkerIsLeftAlone() throws Exception {
    Path other = Files.createDirectories(folder.resolve("data/other/jobs/old-job"));
    Path spill = Files.writeString(other.resolve("s0-m-00000.t1.a1.spill-0"), "another's");
    trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    assertThat(spill).exists();
  }
}
