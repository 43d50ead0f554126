package dev.cobnut.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.BadRecord;
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
import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.Role;
import dev.cobnut.runtime.plugin.PluginRegistry;
import dev.cobnut.runtime.storage.OutputFolder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Workers on a bus, a plugin's jar, and an output that a master has claimed. */
final class WorkerTrial {
  static final JobId JOB = new JobId("job-1");
  static final String NONCE = "nonce-1";
  static final int MAPS = 3;
  static final int REDUCES = 4;

  private final Vertx vertx;
  private final Path folder;
  private final TestJar jar;
  private final OutputFolder output;
  private final Map<String, String> deployments = new HashMap<>();
  private @Nullable FakeMaster master;

  WorkerTrial(Vertx vertx, Path folder) throws Exception {
    this.vertx = vertx;
    this.folder = folder;
    jar = TestJar.write(folder.resolve("plugin.jar"));
    output = OutputFolder.of(folder.resolve("out").toString());
    output.claim(JOB, NONCE);
    Files.copy(jar.path(), inJobFolder("plugin.jar"));
  }

  /** Acts from the first worker on. */
  FakeMaster master() {
    return Objects.requireNonNull(master, "deploy a worker first");
  }

  void mapAll(List<WorkerInfo> workers, JobOrder job, Path input, Optional<String> boundaries)
      throws Exception {
    mapAll(workers, job, input, boundaries, 1);
  }

  void mapAll(
      List<WorkerInfo> workers,
      JobOrder job,
      Path input,
      Optional<String> boundaries,
      int attemptNumber)
      throws Exception {
    List<FileSlice> slices = slices(input);
    for (int index = 0; index < MAPS; index++) {
      AttemptId map = map(job.stage(), index, attemptNumber);
      master().send(workers.get(index), startMap(map, job, slices.get(index), boundaries));
      success(map);
      master().knows(map, workers.get(index));
    }
  }

  static ToWorker.StartMap startMap(
      AttemptId map, JobOrder job, FileSlice slice, Optional<String> boundaries) {
    return new ToWorker.StartMap(
        1, map, job, new Split(List.of(slice)), boundaries, AttemptMode.PLAIN, List.of());
  }

  static ToWorker.StartMap startMap(
      AttemptId map, JobOrder job, FileSlice slice, AttemptMode mode, List<BadRecord> skipped) {
    return new ToWorker.StartMap(
        1, map, job, new Split(List.of(slice)), Optional.empty(), mode, skipped);
  }

  TaskResult success(AttemptId attempt) throws Exception {
    Outcome outcome = master().awaitOutcome(attempt);
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    return ((Outcome.Succeeded) outcome).result();
  }

  Failure failure(AttemptId attempt) throws Exception {
    Outcome outcome = master().awaitOutcome(attempt);
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed) outcome).failure();
  }

  void assertParts(MapReduceJob job, Path input, int stage) throws Exception {
    for (int partition = 0; partition < REDUCES; partition++) {
      Path part = inJobFolder(reduce(stage, partition, 1).name() + ".part");
      assertPart(job, input, REDUCES, partition, part);
    }
  }

  void assertPart(MapReduceJob job, Path input, int reducers, int partition, Path part)
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

  WorkerInfo deploy(WorkerVerticle worker, String name) throws Exception {
    start(worker, name);
    return master().awaitHello(name);
  }

  private void start(WorkerVerticle worker, String name) throws Exception {
    deployments.put(name, await(vertx.deployVerticle(worker)));
    if (master == null) {
      master = new FakeMaster(vertx, "m1", 1);
    } else {
      master().act();
    }
  }

  /** Ends a worker. */
  void undeploy(String name) throws Exception {
    await(vertx.undeploy(Objects.requireNonNull(deployments.remove(name), name)));
  }

  /** Begins another life of a worker; gives its first hello. */
  ToMaster.Hello deployAgain(WorkerVerticle worker, WorkerInfo before) throws Exception {
    start(worker, before.id().node());
    return master()
        .await(
            messages ->
                messages
                    .filter(ToMaster.Hello.class::isInstance)
                    .map(ToMaster.Hello.class::cast)
                    .filter(hello -> hello.info().id().node().equals(before.id().node()))
                    .filter(hello -> !hello.info().id().equals(before.id()))
                    .findFirst()
                    .orElse(null));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  Node node(String name) throws Exception {
    return node(name, Map.of());
  }

  /**
   * A node.
   *
   * @param properties settings, as the system's properties name them
   */
  Node node(String name, Map<String, String> properties) throws Exception {
    Config config =
        Config.load(
            "{\"data.dir\": \""
                + folder.resolve("data")
                + "\", \"heartbeat.interval\": \"100ms\","
                + " \"heartbeat.timeout\": \"1s\","
                + " \"shuffle.neighbours\": false,"
                + " \"worker.slots\": 2}",
            Map.of(),
            properties);
    PluginRegistry plugins =
        new PluginRegistry(
            folder.resolve("no-plugins"),
            folder.resolve("cache-" + name),
            MapReduceJob.class.getClassLoader());
    return new Node(
        name, config, plugins, Checkpoint.none(), new LocalMembership(name, List.of(Role.WORKER)));
  }

  JobOrder job(String name, StageSpec stage, int number, Map<String, String> parameters) {
    return new JobOrder(JOB, spec(name, parameters), number, stage, NONCE);
  }

  JobSpec spec(String name, Map<String, String> parameters) {
    return new JobSpec(
        name,
        new PluginRef("test", "1", jar.sha256()),
        List.of(),
        output.path().toString(),
        REDUCES,
        1 << 20,
        parameters,
        0,
        0,
        false,
        false,
        Optional.empty());
  }

  static AttemptId map(int stage, int index, int number) {
    return new AttemptId(new TaskId(JOB, stage, TaskKind.MAP, index), 1, number);
  }

  static AttemptId reduce(int stage, int partition, int number) {
    return new AttemptId(new TaskId(JOB, stage, TaskKind.REDUCE, partition), 1, number);
  }

  Path inJobFolder(String name) {
    return output.path().resolve("_cobnut").resolve(JOB.value()).resolve(name);
  }

  Path writeWords(int lines) throws IOException {
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
  static List<FileSlice> slices(Path input) throws IOException {
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

  List<String> localFiles(String worker) throws IOException {
    Path jobs = folder.resolve("data").resolve(worker).resolve("jobs").resolve(JOB.value());
    try (Stream<Path> files = Files.list(jobs)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException dropped) {
      return List.of();
    }
  }

  void awaitGone(Path path) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (Files.exists(path) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(path).doesNotExist();
  }

  void awaitNoFiles(String worker) throws Exception {
    awaitFiles(worker);
  }

  /** Deleting goes on beside the protocol, so that only patience tells. */
  void awaitFiles(String worker, String... names) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!localFiles(worker).equals(List.of(names)) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(localFiles(worker)).containsExactly(names);
  }
}
