package dev.cobnut.worker;

import static dev.cobnut.worker.WorkerTrial.JOB;
import static dev.cobnut.worker.WorkerTrial.MAPS;
import static dev.cobnut.worker.WorkerTrial.REDUCES;
import static dev.cobnut.worker.WorkerTrial.map;
import static dev.cobnut.worker.WorkerTrial.reduce;
import static dev.cobnut.worker.WorkerTrial.slices;
import static dev.cobnut.worker.WorkerTrial.startMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.PlanDescribed;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.worker.testjobs.SortJob;
import dev.cobnut.worker.testjobs.WordCountJob;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers on a bus, a real plugin, real files; the master is the test. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
final class WorkerVerticleTest {
  @TempDir Path folder;
  private WorkerTrial trial;

  @BeforeEach
  void prepare(Vertx vertx) throws Exception {
    trial = new WorkerTrial(vertx, folder);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoWorkersWriteWhatTheLocalRunnerWrites(boolean neighbours) throws Exception {
    Map<String, String> settings =
        Map.of("cobnut.shuffle.neighbours", Boolean.toString(neighbours));
    Path input = trial.writeWords(20_000);
    WorkerInfo a = trial.deploy(new WorkerVerticle(trial.node("a", settings)), "a");
    WorkerInfo b = trial.deploy(new WorkerVerticle(trial.node("b", settings)), "b");
    assertThat(a.shufflePort()).isPositive().isNotEqualTo(b.shufflePort());
    StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, REDUCES);
    JobOrder job = trial.job("test-wordcount", stage, 0, Map.of());
    List<WorkerInfo> workers = List.of(a, b, a);
    trial.mapAll(workers, job, input, Optional.empty());
    for (int partition = 0; partition < REDUCES; partition++) {
      AttemptId reduce = reduce(0, partition, 1);
      trial.master().send(b, new ToWorker.StartReduce(1, reduce, job, MAPS));
      TaskResult.PreparedPart part = (TaskResult.PreparedPart) trial.success(reduce);
      assertThat(part.file()).isEqualTo("s0-r-0000" + partition + ".t1.a1.part");
      assertThat(Files.size(trial.inJobFolder(part.file()))).isEqualTo(part.bytes());
      assertThat(part.counters().get("cobnut.reduceOutputRecords")).isEqualTo(part.records());
      assertThat(part.counters().get("cobnut.shuffleBytes")).isPositive();
    }
    trial.assertParts(new WordCountJob(), input, 0);
    trial.awaitFiles("b", "s0-m-00001.t1.a1.map");
  }

  @Test
  void portThatIsReachedInFrontOfAWorkerIsTheOneThatItTells() throws Exception {
    Map<String, String> properties = Map.of("cobnut.shuffle.public.port", "7007");

    WorkerInfo served = trial.deploy(new WorkerVerticle(trial.node("a", properties)), "a");
    WorkerInfo embedded = trial.deploy(WorkerVerticle.embedded(trial.node("b", properties)), "b");

    assertThat(served.shufflePort()).isEqualTo(7007);
    assertThat(embedded.shufflePort()).isZero();
  }

  @Test
  void totalOrderIsCutBySampleOfTheStageBefore() throws Exception {
    Path input = trial.writeWords(5_000);
    WorkerInfo only = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    assertThat(only.shufflePort()).isZero();
    JobOrder sampled =
        trial.job("test-sort", new StageSpec(StageSpec.Kind.SAMPLE, 0, 1), 0, Map.of());
    PlanDescribed plan = trial.master().describe(only, new ToWorker.DescribePlan(1, sampled));
    assertThat(plan.stages())
        .containsExactly(
            new StageSpec(StageSpec.Kind.SAMPLE, 0, 1),
            new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, REDUCES));
    // The input is small enough to be its own sample.
    trial.mapAll(List.of(only, only, only), sampled, input, Optional.empty());
    AttemptId cut = reduce(0, 0, 1);
    trial.master().send(only, new ToWorker.StartReduce(1, cut, sampled, MAPS));
    TaskResult.PreparedPart boundaries = (TaskResult.PreparedPart) trial.success(cut);

    JobOrder sort =
        trial.job("test-sort", new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, REDUCES), 1, Map.of());
    trial.mapAll(List.of(only, only, only), sort, input, Optional.of(boundaries.file()));
    for (int partition = 0; partition < REDUCES; partition++) {
      AttemptId reduce = reduce(1, partition, 1);
      trial.master().send(only, new ToWorker.StartReduce(1, reduce, sort, MAPS));
      trial.success(reduce);
    }
    trial.assertParts(new SortJob(), input, 1);
  }

  @Test
  void outcomeIsToldUntilItIsAcknowledged(Vertx vertx) throws Exception {
    Path input = trial.writeWords(10);
    WorkerInfo a = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    trial.master().acknowledgeNothing();
    JobOrder job =
        trial.job("test-wordcount", new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1), 0, Map.of());
    AttemptId map = map(0, 0, 1);
    trial.master().send(a, startMap(map, job, slices(input).get(0), Optional.empty()));
    long times =
        trial
            .master()
            .await(
                messages -> {
                  long count =
                      messages
                          .filter(ToMaster.Heartbeat.class::isInstance)
                          .filter(beat -> !((ToMaster.Heartbeat) beat).outcomes().isEmpty())
                          .count();
                  return count < 3 ? null : count;
                });
    assertThat(times).isEqualTo(3);

    FakeMaster next = new FakeMaster(vertx, "m2", 2);
    ToMaster.Hello hello = next.await(ToMaster.Hello.class);
    assertThat(hello.outcomes()).extracting(Outcome::attempt).containsExactly(map);
    assertThat(hello.held()).containsExactly(map);
    next.send(a, new ToWorker.Acknowledge(2, List.of(), List.of(map)));
    next.send(a, new ToWorker.SayHello(2));
    next.await(
        messages ->
            messages
                .filter(ToMaster.Hello.class::isInstance)
                .filter(later -> ((ToMaster.Hello) later).held().isEmpty())
                .findFirst()
                .orElse(null));
    trial.awaitNoFiles("a");
    trial.master().send(a, new ToWorker.SayHello(1));
    assertThat(trial.master().await(ToMaster.TermRefused.class).term()).isEqualTo(2);
  }

  @Test
  void stoppedAttemptLeavesNothingAndItsSlotIsFree() throws Exception {
    Path input = trial.writeWords(10);
    WorkerInfo a = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1);
    JobOrder hanging = trial.job("test-trouble", stage, 0, Map.of("hangs", "map"));
    for (int index = 0; index < a.slots(); index++) {
      trial
          .master()
          .send(a, startMap(map(0, index, 1), hanging, slices(input).get(0), Optional.empty()));
    }
    trial
        .master()
        .await(
            messages ->
                messages
                    .filter(ToMaster.Heartbeat.class::isInstance)
                    .filter(beat -> ((ToMaster.Heartbeat) beat).running().size() == a.slots())
                    .findFirst()
                    .orElse(null));
    JobOrder job = trial.job("test-trouble", stage, 0, Map.of());
    AttemptId waiting = map(0, 9, 1);
    trial.master().send(a, startMap(waiting, job, slices(input).get(0), Optional.empty()));
    trial.master().send(a, new ToWorker.StopAttempt(1, map(0, 0, 1)));
    trial.success(waiting);
    assertThat(trial.localFiles("a")).containsExactly("s0-m-00009.t1.a1.map");
  }

  /** The worker was paused, and its work given to others by another master. */
  @Test
  void zombieIsToldAndLeavesNothing(Vertx vertx) throws Exception {
    Path input = trial.writeWords(100);
    WorkerInfo a = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1);
    JobOrder job = trial.job("test-trouble", stage, 0, Map.of());
    trial.mapAll(List.of(a, a, a), job, input, Optional.empty());
    trial.master().acknowledgeNothing();
    AttemptId reduce = reduce(0, 0, 1);
    trial.master().send(a, new ToWorker.StartReduce(1, reduce, job, MAPS));
    trial.success(reduce);
    assertThat(trial.inJobFolder(reduce.name() + ".part")).exists();
    JobOrder hanging = trial.job("test-trouble", stage, 0, Map.of("hangs", "map"));
    AttemptId map = map(0, 9, 1);
    trial.master().send(a, startMap(map, hanging, slices(input).get(0), Optional.empty()));
    trial.master().awaitPhase(map, RunningAttempt.Phase.RUNNING);

    FakeMaster next = new FakeMaster(vertx, "m2", 2);
    ToMaster.Hello hello = next.await(ToMaster.Hello.class);
    assertThat(hello.running()).extracting(RunningAttempt::attempt).containsExactly(map);
    assertThat(hello.outcomes()).extracting(Outcome::attempt).containsExactly(reduce);
    List<AttemptId> unwanted = new ArrayList<>(hello.held());
    unwanted.add(reduce);
    next.send(a, new ToWorker.StopAttempt(2, map));
    next.send(a, new ToWorker.Acknowledge(2, List.of(), unwanted));
    trial.awaitGone(trial.inJobFolder(reduce.name() + ".part"));
    trial.awaitGone(folder.resolve("data/a/jobs").resolve(JOB.value()));

    trial.master().send(a, startMap(map(0, 8, 1), job, slices(input).get(0), Optional.empty()));
    assertThat(trial.master().await(ToMaster.TermRefused.class).term()).isEqualTo(2);
    next.send(a, new ToWorker.SayHello(2));
    assertThat(
            next.<ToMaster.Hello>await(
                    messages ->
                        messages
                            .filter(ToMaster.Hello.class::isInstance)
                            .map(ToMaster.Hello.class::cast)
                            .skip(1)
                            .findFirst()
                            .orElse(null))
                .running())
        .isEmpty();
  }

  @Test
  void failuresSayWhoseFaultTheyAre() throws Exception {
    Path input = trial.writeWords(10);
    WorkerInfo a = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1);

    PlanDescribed plan =
        trial
            .master()
            .describe(
                a,
                new ToWorker.DescribePlan(
                    1, trial.job("test-trouble", stage, 0, Map.of("throws", "plan"))));
    assertThat(plan.failure()).isPresent();
    assertThat(plan.failure().get().kind()).isEqualTo(Failure.Kind.USER_CODE);
    assertThat(plan.failure().get().detail()).contains("TroubleJob.plan");

    JobOrder brokenMap = trial.job("test-trouble", stage, 0, Map.of("throws", "map"));
    AttemptId map = map(0, 0, 1);
    trial.master().send(a, startMap(map, brokenMap, slices(input).get(0), Optional.empty()));
    assertThat(trial.failure(map).kind()).isEqualTo(Failure.Kind.BAD_RECORD);
    assertThat(trial.failure(map).message()).contains("trouble in map").contains(input.toString());

    JobOrder brokenReduce = trial.job("test-trouble", stage, 0, Map.of("throws", "reduce"));
    trial.mapAll(List.of(a, a, a), brokenReduce, input, Optional.empty(), 2);
    AttemptId reduce = reduce(0, 0, 1);
    trial.master().send(a, new ToWorker.StartReduce(1, reduce, brokenReduce, MAPS));
    assertThat(trial.failure(reduce).kind()).isEqualTo(Failure.Kind.USER_CODE);
    assertThat(trial.failure(reduce).message())
        .startsWith("reduce of key \"")
        .contains("in partition 0", "trouble in reduce");
    assertThat(trial.inJobFolder(reduce.name() + ".part")).doesNotExist();

    JobOrder elsewhere =
        new JobOrder(JOB, trial.spec("test-wordcount", Map.of()), 0, stage, "another nonce");
    AttemptId blind = map(0, 1, 3);
    trial.master().send(a, startMap(blind, elsewhere, slices(input).get(0), Optional.empty()));
    assertThat(trial.failure(blind).kind()).isEqualTo(Failure.Kind.SYSTEM);
    assertThat(trial.failure(blind).message())
        .startsWith("this worker does not see the same output storage: ");
  }

  @Test
  void badRecordIsCollectedThenLeftOutAsTheOrderSays() throws Exception {
    Path input = Files.writeString(folder.resolve("input.txt"), "good\nbad\nbetter\n");
    WorkerInfo a = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1);
    JobOrder job = trial.job("test-trouble", stage, 0, Map.of("hates", "bad"));
    FileSlice slice =
        new FileSlice(
            input.toString(), "in.txt", 0, 16, 16, Files.getLastModifiedTime(input).toMillis());
    trial
        .master()
        .send(a, startMap(map(0, 0, 1), job, slice, new AttemptMode(0, false), List.of()));
    assertThat(trial.failure(map(0, 0, 1)).kind()).isEqualTo(Failure.Kind.BAD_RECORD);

    AttemptMode collecting = new AttemptMode(0, true);
    trial.master().send(a, startMap(map(0, 0, 2), job, slice, collecting, List.of()));
    BadRecord bad =
        new BadRecord(
            input.toString(), "in.txt", 5, 4, "java.lang.IllegalStateException: hates bad");
    assertThat(trial.master().awaitOutcome(map(0, 0, 2)))
        .isEqualTo(new Outcome.Collected(map(0, 0, 2), collecting, List.of(bad)));
    trial.awaitNoFiles("a");

    AttemptMode skipping = new AttemptMode(1, false);
    trial.master().send(a, startMap(map(0, 0, 3), job, slice, skipping, List.of(bad)));
    assertThat(trial.master().awaitOutcome(map(0, 0, 3)))
        .isInstanceOfSatisfying(
            Outcome.Succeeded.class,
            success -> {
              assertThat(success.mode()).isEqualTo(skipping);
              assertThat(success.result().counters())
                  .containsEntry("cobnut.mapSkippedRecords", 1L)
                  .containsEntry("cobnut.mapOutputRecords", 2L);
            });
  }

  @Test
  void damagedMapOutputIsLostAndNotTheReducesFault() throws Exception {
    Path input = trial.writeWords(2_000);
    WorkerInfo a = trial.deploy(new WorkerVerticle(trial.node("a")), "a");
    WorkerInfo b = trial.deploy(new WorkerVerticle(trial.node("b")), "b");
    JobOrder job =
        trial.job("test-wordcount", new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1), 0, Map.of());
    trial.mapAll(List.of(a, a, a), job, input, Optional.empty());
    Path damaged = folder.resolve("data/a/jobs/job-1/s0-m-00001.t1.a1.map");
    try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
      file.seek(100);
      int value = file.read();
      file.seek(100);
      file.write(value ^ 1);
    }
    for (WorkerInfo worker : List.of(a, b)) {
      AttemptId reduce = reduce(0, 0, worker.equals(a) ? 1 : 2);
      trial.master().send(worker, new ToWorker.StartReduce(1, reduce, job, MAPS));
      assertThat(trial.failure(reduce).kind()).isEqualTo(Failure.Kind.MAP_OUTPUT_LOST);
      ToMaster.MapOutputUnreadable told =
          trial
              .master()
              .await(
                  messages ->
                      messages
                          .filter(ToMaster.MapOutputUnreadable.class::isInstance)
                          .map(ToMaster.MapOutputUnreadable.class::cast)
                          .filter(message -> message.worker().equals(worker.id()))
                          .findFirst()
                          .orElse(null));
      assertThat(told.map()).isEqualTo(map(0, 1, 1));
    }
    trial.master().send(a, new ToWorker.CheckMapOutput(1, map(0, 1, 1)));
    assertThat(trial.master().await(ToMaster.MapOutputChecked.class).healthy()).isFalse();

    // The map runs again elsewhere, and so does the reduce.
    AttemptId again = map(0, 1, 2);
    trial.master().forgets(map(0, 1, 1));
    trial.master().send(b, startMap(again, job, slices(input).get(1), Optional.empty()));
    trial.success(again);
    trial.master().knows(again, b);
    AttemptId reduce = reduce(0, 0, 3);
    trial.master().send(a, new ToWorker.StartReduce(1, reduce, job, MAPS));
    trial.success(reduce);
    trial.assertPart(new WordCountJob(), input, 1, 0, trial.inJobFolder(reduce.name() + ".part"));
  }

  @Test
  void droppedJobLeavesNoFilesAndIsNotRevived() throws Exception {
    Path input = trial.writeWords(100);
    WorkerInfo a = trial.deploy(WorkerVerticle.embedded(trial.node("a")), "a");
    JobOrder job =
        trial.job("test-wordcount", new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1), 0, Map.of());
    trial.mapAll(List.of(a, a, a), job, input, Optional.empty());
    assertThat(trial.localFiles("a")).hasSize(MAPS);
    trial.master().send(a, new ToWorker.DropJob(1, JOB));
    trial.awaitNoFiles("a");
    trial.master().send(a, startMap(map(0, 7, 1), job, slices(input).get(0), Optional.empty()));
    trial.master().send(a, new ToWorker.SayHello(1));
    ToMaster.Hello hello =
        trial
            .master()
            .await(
                messages ->
                    messages
                        .filter(ToMaster.Hello.class::isInstance)
                        .map(ToMaster.Hello.class::cast)
                        .skip(1)
                        .findFirst()
                        .orElse(null));
    assertThat(hello.running()).isEmpty();
    assertThat(hello.held()).isEmpty();
  }
}
