package dev.cobnut.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.PlanDescribed;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.local.LocalRunner;
import dev.cobnut.runtime.Node;
import dev.cobnut.runtime.bus.LocalMembership;
import dev.cobnut.runtime.checkpoint.MemoryCheckpoint;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.Role;
import dev.cobnut.runtime.plugin.PluginRegistry;
import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.worker.testjobs.SortJob;
import dev.cobnut.worker.testjobs.WordCountJob;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers on a bus, a real plugin, real files; the master is the test. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
final class WorkerVerticleTest {
  private static final JobId JOB = new JobId("job-1");
  private static final String NONCE = "nonce-1";
  private static final int MAPS = 3;
  private static final int REDUCES = 4;

  @TempDir Path folder;
  private TestJar jar;
  private OutputFolder output;
  private FakeMaster master;

  @BeforeEach
  void prepare(Vertx vertx) throws Exception {
    jar = TestJar.write(folder.resolve("plugin.jar"));
    output = OutputFolder.of(folder.resolve("out").toString());
    output.claim(JOB, NONCE);
    Files.copy(jar.path(), inJobFolder("plugin.jar"));
  }

  @Test
  void twoWorkersWriteWhatTheLocalRunnerWrites(Vertx vertx) throws Exception {
    Path input = writeWords(20_000);
    WorkerInfo a = deploy(vertx, new WorkerVerticle(node("a")), "a");
    WorkerInfo b = deploy(vertx, new WorkerVerticle(node("b")), "b");
    assertThat(a.shufflePort()).isPositive().isNotEqualTo(b.shufflePort());
    StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, REDUCES);
    JobOrder job = job("test-wordcount", stage, 0, Map.of());
    List<WorkerInfo> workers = List.of(a, b, a);
    mapAll(workers, job, input, Optional.empty());
    for (int partition = 0; partition < REDUCES; partition++) {
      AttemptId reduce = reduce(0, partition, 1);
      master.send(b, new ToWorker.StartReduce(1, reduce, job, MAPS));
      TaskResult.PreparedPart part = (TaskResult.PreparedPart) success(reduce);
      assertThat(part.file()).isEqualTo("s0-r-0000" + partition + ".t1.a1.part");
      assertThat(Files.size(inJobFolder(part.file()))).isEqualTo(part.bytes());
      assertThat(part.counters().get("cobnut.reduceOutputRecords")).isEqualTo(part.records());
      assertThat(part.counters().get("cobnut.shuffleBytes")).isPositive();
    }
    assertParts(new WordCountJob(), input, 0);
    awaitFiles("b", "s0-m-00001.t1.a1.map");
  }

  @Test
  void totalOrderIsCutBySampleOfTheStageBefore(Vertx vertx) throws Exception {
    Path input = writeWords(5_000);
    WorkerInfo only = deploy(vertx, WorkerVerticle.embedded(node("a")), "a");
    assertThat(only.shufflePort()).isZero();
    JobOrder sampled = job("test-sort", new StageSpec(StageSpec.Kind.SAMPLE, 0, 1), 0, Map.of());
    PlanDescribed plan = master.describe(only, new ToWorker.DescribePlan(1, sampled));
    assertThat(plan.stages())
        .containsExactly(
            new StageSpec(StageSpec.Kind.SAMPLE, 0, 1),
            new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, REDUCES));
    // The input is small enough to be its own sample.
    mapAll(List.of(only, only, only), sampled, input, Optional.empty());
    AttemptId cut = reduce(0, 0, 1);
    master.send(only, new ToWorker.StartReduce(1, cut, sampled, MAPS));
    TaskResult.PreparedPart boundaries = (TaskResult.PreparedPart) success(cut);

    JobOrder sort =
        job("test-sort", new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, REDUCES), 1, Map.of());
    mapAll(List.of(only, only, only), sort, input, Optional.of(boundaries.file()));
    for (int partition = 0; partition < REDUCES; partition++) {
      AttemptId reduce = reduce(1, partition, 1);
      master.send(only, new ToWorker.StartReduce(1, reduce, sort, MAPS));
      success(reduce);
    }
    assertParts(new SortJob(), input, 1);
  }

  @Test
  void outcomeIsToldUntilItIsAcknowledged(Vertx vertx) throws Exception {
    Path input = writeWords(10);
    WorkerInfo a = deploy(vertx, WorkerVerticle.embedded(node("a")), "a");
    master.acknowledgeNothing();
    JobOrder job =
        job("test-wordcount", new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1), 0, Map.of());
    AttemptId map = map(0, 0, 1);
    master.send(a, startMap(map, job, slices(input).get(0), Optional.empty()));
    long times =
        master.await(
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
    awaitNoFiles("a");
    master.send(a, new ToWorker.SayHello(1));
    assertThat(master.await(ToMaster.TermRefused.class).term()).isEqualTo(2);
  }

  @Test
  void stoppedAttemptLeavesNothingAndItsSlotIsFree(Vertx vertx) throws Exception {
    Path input = writeWords(10);
    WorkerInfo a = deploy(vertx, WorkerVerticle.embedded(node("a")), "a");
    StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1);
    JobOrder hanging = job("test-trouble", stage, 0, Map.of("hangs", "map"));
    for (int index = 0; index < a.slots(); index++) {
      master.send(a, startMap(map(0, index, 1), hanging, slices(input).get(0), Optional.empty()));
    }
    master.await(
        messages ->
            messages
                .filter(ToMaster.Heartbeat.class::isInstance)
                .filter(beat -> ((ToMaster.Heartbeat) beat).running().size() == a.slots())
                .findFirst()
                .orElse(null));
    JobOrder job = job("test-trouble", stage, 0, Map.of());
    AttemptId waiting = map(0, 9, 1);
    master.send(a, startMap(waiting, job, slices(input).get(0), Optional.empty()));
    master.send(a, new ToWorker.StopAttempt(1, map(0, 0, 1)));
    success(waiting);
    assertThat(localFiles("a")).containsExactly("s0-m-00009.t1.a1.map");
  }

  @Test
  void failuresSayWhoseFaultTheyAre(Vertx vertx) throws Exception {
    Path input = writeWords(10);
    WorkerInfo a = deploy(vertx, WorkerVerticle.embedded(node("a")), "a");
    StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1);

    PlanDescribed plan =
        master.describe(
            a,
            new ToWorker.DescribePlan(1, job("test-trouble", stage, 0, Map.of("throws", "plan"))));
    assertThat(plan.failure()).isPresent();
    assertThat(plan.failure().get().kind()).isEqualTo(Failure.Kind.USER_CODE);
    assertThat(plan.failure().get().detail()).contains("TroubleJob.plan");

    JobOrder brokenMap = job("test-trouble", stage, 0, Map.of("throws", "map"));
    AttemptId map = map(0, 0, 1);
    master.send(a, startMap(map, brokenMap, slices(input).get(0), Optional.empty()));
    assertThat(failure(map).kind()).isEqualTo(Failure.Kind.USER_CODE);
    assertThat(failure(map).message()).contains("trouble in map").contains(input.toString());

    JobOrder brokenReduce = job("test-trouble", stage, 0, Map.of("throws", "reduce"));
    mapAll(List.of(a, a, a), brokenReduce, input, Optional.empty(), 2);
    AttemptId reduce = reduce(0, 0, 1);
    master.send(a, new ToWorker.StartReduce(1, reduce, brokenReduce, MAPS));
    assertThat(failure(reduce).kind()).isEqualTo(Failure.Kind.USER_CODE);
    assertThat(failure(reduce).message())
        .startsWith("reduce of key \"")
        .contains("in partition 0", "trouble in reduce");
    assertThat(inJobFolder(reduce.name() + ".part")).doesNotExist();

    JobOrder elsewhere =
        new JobOrder(JOB, spec("test-wordcount", Map.of()), 0, stage, "another nonce");
    AttemptId blind = map(0, 1, 3);
    master.send(a, startMap(blind, elsewhere, slices(input).get(0), Optional.empty()));
    assertThat(failure(blind).kind()).isEqualTo(Failure.Kind.SYSTEM);
    assertThat(failure(blind).message())
        .startsWith("this worker does not see the same output storage: ");
  }

  @Test
  void damagedMapOutputIsLostAndNotTheReducesFault(Vertx vertx) throws Exception {
    Path input = writeWords(2_000);
    WorkerInfo a = deploy(vertx, new WorkerVerticle(node("a")), "a");
    WorkerInfo b = deploy(vertx, new WorkerVerticle(node("b")), "b");
    JobOrder job =
        job("test-wordcount", new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1), 0, Map.of());
    mapAll(List.of(a, a, a), job, input, Optional.empty());
    Path damaged = folder.resolve("data/a/jobs/job-1/s0-m-00001.t1.a1.map");
    try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
      file.seek(100);
      int value = file.read();
      file.seek(100);
      file.write(value ^ 1);
    }
    for (WorkerInfo worker : List.of(a, b)) {
      AttemptId reduce = reduce(0, 0, worker.equals(a) ? 1 : 2);
      master.send(worker, new ToWorker.StartReduce(1, reduce, job, MAPS));
      assertThat(failure(reduce).kind()).isEqualTo(Failure.Kind.MAP_OUTPUT_LOST);
      ToMaster.MapOutputUnreadable told =
          master.await(
              messages ->
                  messages
                      .filter(ToMaster.MapOutputUnreadable.class::isInstance)
                      .map(ToMaster.MapOutputUnreadable.class::cast)
                      .filter(message -> message.worker().equals(worker.id()))
                      .findFirst()
                      .orElse(null));
      assertThat(told.map()).isEqualTo(map(0, 1, 1));
    }
    master.send(a, new ToWorker.CheckMapOutput(1, map(0, 1, 1)));
    assertThat(master.await(ToMaster.MapOutputChecked.class).healthy()).isFalse();

    // The map runs again elsewhere, and so does the reduce.
    AttemptId again = map(0, 1, 2);
    master.forgets(map(0, 1, 1));
    master.send(b, startMap(again, job, slices(input).get(1), Optional.empty()));
    success(again);
    master.knows(again, b);
    AttemptId reduce = reduce(0, 0, 3);
    master.send(a, new ToWorker.StartReduce(1, reduce, job, MAPS));
    success(reduce);
    assertPart(new WordCountJob(), input, 1, 0, inJobFolder(reduce.name() + ".part"));
  }

  @Test
  void droppedJobLeavesNoFilesAndIsNotRevived(Vertx vertx) throws Exception {
    Path input = writeWords(100);
    WorkerInfo a = deploy(vertx, WorkerVerticle.embedded(node("a")), "a");
    JobOrder job =
        job("test-wordcount", new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1), 0, Map.of());
    mapAll(List.of(a, a, a), job, input, Optional.empty());
    assertThat(localFiles("a")).hasSize(MAPS);
    master.send(a, new ToWorker.DropJob(1, JOB));
    awaitNoFiles("a");
    master.send(a, startMap(map(0, 7, 1), job, slices(input).get(0), Optional.empty()));
    master.send(a, new ToWorker.SayHello(1));
    ToMaster.Hello hello =
        master.await(
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

  @Test
  void filesOfAnEarlierLifeAreGoneAfterTheStart(Vertx vertx) throws Exception {
    Path old = Files.createDirectories(folder.resolve("data/a/jobs/old-job"));
    Files.writeString(old.resolve("s0-m-00000.t1.a1.map"), "left behind");
    Path other = Files.createDirectories(folder.resolve("data/other/jobs/old-job"));
    deploy(vertx, WorkerVerticle.embedded(node("a")), "a");
    assertThat(old).doesNotExist();
    assertThat(other).exists();
  }

  private void mapAll(
      List<WorkerInfo> workers, JobOrder job, Path input, Optional<String> boundaries)
      throws Exception {
    mapAll(workers, job, input, boundaries, 1);
  }

  private void mapAll(
      List<WorkerInfo> workers,
      JobOrder job,
      Path input,
      Optional<String> boundaries,
      int attemptNumber)
      throws Exception {
    List<FileSlice> slices = slices(input);
    for (int index = 0; index < MAPS; index++) {
      AttemptId map = map(job.stage(), index, attemptNumber);
      master.send(workers.get(index), startMap(map, job, slices.get(index), boundaries));
      success(map);
      master.knows(map, workers.get(index));
    }
  }

  private static ToWorker.StartMap startMap(
      AttemptId map, JobOrder job, FileSlice slice, Optional<String> boundaries) {
    return new ToWorker.StartMap(1, map, job, new Split(List.of(slice)), boundaries);
  }

  private TaskResult success(AttemptId attempt) throws Exception {
    Outcome outcome = master.awaitOutcome(attempt);
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    return ((Outcome.Succeeded) outcome).result();
  }

  private Failure failure(AttemptId attempt) throws Exception {
    Outcome outcome = master.awaitOutcome(attempt);
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed) outcome).failure();
  }

  private void assertParts(MapReduceJob job, Path input, int stage) throws Exception {
    for (int partition = 0; partition < REDUCES; partition++) {
      Path part = inJobFolder(reduce(stage, partition, 1).name() + ".part");
      assertPart(job, input, REDUCES, partition, part);
    }
  }

  private void assertPart(MapReduceJob job, Path input, int reducers, int partition, Path part)
      throws Exception {
    Path expected = folder.resolve("expected");
    if (!Files.exists(expected)) {
      Files.createDirectories(expected);
      ClassLoader before = Thread.currentThread().getContextClassLoader();
      Thread.currentThread().setContextClassLoader(job.getClass().getClassLoader());
      LocalRunner.of(job).inputs(List.of(input.toString())).reducers(reducers).runTo(expected);
      Thread.currentThread().setContextClassLoader(before);
    }
    assertThat(part).hasSameBinaryContentAs(expected.resolve("part-r-0000" + partition));
  }

  private WorkerInfo deploy(Vertx vertx, WorkerVerticle worker, String name) throws Exception {
    vertx
        .deployVerticle(worker)
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
    if (master == null) {
      master = new FakeMaster(vertx, "m1", 1);
    } else {
      master.act();
    }
    return master.awaitHello(name);
  }

  private Node node(String name) throws Exception {
    Config config =
        Config.load(
            "{\"data.dir\": \""
                + folder.resolve("data")
                + "\", \"heartbeat.interval\": \"100ms\","
                + " \"worker.slots\": 2}",
            Map.of(),
            Map.of());
    PluginRegistry plugins =
        new PluginRegistry(
            folder.resolve("no-plugins"),
            folder.resolve("cache-" + name),
            MapReduceJob.class.getClassLoader());
    return new Node(
        name,
        config,
        plugins,
        new MemoryCheckpoint(),
        new LocalMembership(name, List.of(Role.WORKER)));
  }

  private JobOrder job(String name, StageSpec stage, int number, Map<String, String> parameters) {
    return new JobOrder(JOB, spec(name, parameters), number, stage, NONCE);
  }

  private JobSpec spec(String name, Map<String, String> parameters) {
    return new JobSpec(
        name,
        new PluginRef("test", "1", jar.sha256()),
        List.of(),
        output.path().toString(),
        REDUCES,
        1 << 20,
        parameters,
        0,
        false,
        false,
        Optional.empty());
  }

  private static AttemptId map(int stage, int index, int number) {
    return new AttemptId(new TaskId(JOB, stage, TaskKind.MAP, index), 1, number);
  }

  private static AttemptId reduce(int stage, int partition, int number) {
    return new AttemptId(new TaskId(JOB, stage, TaskKind.REDUCE, partition), 1, number);
  }

  private Path inJobFolder(String name) {
    return output.path().resolve("_cobnut").resolve(JOB.value()).resolve(name);
  }

  private Path writeWords(int lines) throws IOException {
    SplittableRandom random = new SplittableRandom(lines);
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      for (int word = random.nextInt(6); word >= 0; word--) {
        text.append("word").append(random.nextInt(3_000)).append(word == 0 ? "\n" : " ");
      }
    }
    return Files.writeString(folder.resolve("input.txt"), text, UTF_8);
  }

  /** Cut without regard to lines. */
  private static List<FileSlice> slices(Path input) throws IOException {
    long bytes = Files.size(input);
    long modifiedMs = Files.getLastModifiedTime(input).toMillis();
    List<FileSlice> slices = new ArrayList<>();
    for (int index = 0; index < MAPS; index++) {
      slices.add(
          new FileSlice(
              input.toString(),
              "input.txt",
              bytes * index / MAPS,
              bytes * (index + 1) / MAPS,
              bytes,
              modifiedMs));
    }
    return slices;
  }

  private List<String> localFiles(String worker) throws IOException {
    Path jobs = folder.resolve("data").resolve(worker).resolve("jobs").resolve(JOB.value());
    if (!Files.exists(jobs)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(jobs)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void awaitNoFiles(String worker) throws Exception {
    awaitFiles(worker);
  }

  /** Deleting goes on beside the protocol, so that only patience tells. */
  private void awaitFiles(String worker, String... names) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!localFiles(worker).equals(List.of(names)) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(localFiles(worker)).containsExactly(names);
  }
}
