package dev.cobnut.worker.shuffle;

import static dev.cobnut.worker.shuffle.ShuffleTrial.JOB;
import static dev.cobnut.worker.shuffle.ShuffleTrial.await;
import static dev.cobnut.worker.shuffle.ShuffleTrial.map;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.worker.task.TaskFailedException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** A reduce that fetches, beside a worker that has map outputs and a master that knows of them. */
final class FetchTrial {
  static final int MAPS = 5;
  static final int PARTITION = 2;
  static final AttemptId REDUCE =
      new AttemptId(new TaskId(JOB, 0, TaskKind.REDUCE, PARTITION), 1, 1);

  /** A worker of its own, on which the reduce runs. */
  static final WorkerId READER = new WorkerId("reader", "1");

  final ShuffleTrial owner;

  /** What the master knows; of {@link #asked} and {@link #unreadable} it was told. */
  final List<MapOutputLocation> known = new CopyOnWriteArrayList<>();

  final List<AttemptId> unreadable = new CopyOnWriteArrayList<>();
  final List<Integer> asked = new CopyOnWriteArrayList<>();

  /** The bytes that came. */
  final AtomicLong progress = new AtomicLong();

  /** Of the worker on which the reduce runs. */
  LocalFiles files;

  /** By default the owner is on another host. */
  String ownHost = "";

  /** Which questions, counted from 1, are answered. */
  IntPredicate answers = number -> true;

  /** Told of each question of the reduce; may change what the master knows. */
  Runnable onQuestion = () -> {};

  private final Vertx vertx;
  private final AtomicInteger regionsSeen = new AtomicInteger();
  private Context context;
  private RegionFetcher fetcher;

  FetchTrial(Vertx vertx, Path folder) throws Exception {
    this.vertx = vertx;
    owner = new ShuffleTrial(vertx, folder);
    files = new LocalFiles(folder, "reader");
    files.makeJobFolder(JOB);
  }

  /** The owner has all maps' outputs, and the master knows it. */
  void knowAll() throws Exception {
    knowAll(MAPS, 1_000, owner.port());
  }

  /**
   * The same of some maps, of a size each, where the master knows the owner at a port of its own.
   */
  void knowAll(int maps, int bytes, int port) throws Exception {
    for (int index = 0; index < maps; index++) {
      known.add(owner.at(owner.write(map(index, 1), bytes), port));
    }
  }

  /** Of all maps. */
  FetchOrder order() {
    return order(MAPS);
  }

  FetchOrder order(int maps) {
    return new FetchOrder(
        REDUCE,
        maps,
        bytes -> {
          progress.set(bytes);
          regionsSeen.incrementAndGet();
        });
  }

  /** Waits until so many regions were there. */
  void awaitProgress(int regions) {
    while (regionsSeen.get() < regions) {
      Thread.onSpinWait();
    }
  }

  /** Breaks the reduce off. */
  void cancel() {
    context.runOnContext(stop -> fetcher.cancel(REDUCE));
  }

  void later(long ms) throws Exception {
    await(vertx.timer(ms));
  }

  /** News that nobody asked for. */
  void tell(MapOutputLocation location) {
    context.runOnContext(
        news -> fetcher.heard(new ToWorker.MapOutputsAre(1, JOB, 0, List.of(location))));
  }

  List<MapRegion> fetch(WorkerId self) throws Exception {
    return fetch(self, order());
  }

  /** Fetches to the end, and throws why that is none. */
  List<MapRegion> fetch(WorkerId self, FetchOrder order) throws Exception {
    try {
      return await(begin(self, order));
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof TaskFailedException told ? told : failed;
    }
  }

  Future<List<MapRegion>> begin(WorkerId self, FetchOrder order) {
    context = vertx.getOrCreateContext();
    ShuffleClient client =
        new ShuffleClient(vertx, 8, new ShuffleClient.Timeouts(1_000, 5_000, 10));
    fetcher =
        new RegionFetcher(
            new ShuffleParts(
                vertx,
                self,
                new HeldOutputs(files),
                files,
                client,
                new Neighbours(vertx, client, ownHost),
                new Line()));
    Promise<List<MapRegion>> done = Promise.promise();
    context.runOnContext(start -> fetcher.fetch(order).onComplete(done));
    return done.future();
  }

  /** A master that knows what the test says. */
  private final class Line implements MasterLine {
    @Override
    public void wanted(JobId job, int stage, int fromMap) {
      asked.add(fromMap);
      onQuestion.run();
      List<MapOutputLocation> from = new ArrayList<>(known);
      from.removeIf(location -> location.attempt().task().index() < fromMap);
      if (answers.test(asked.size())) {
        context.runOnContext(
            answer -> fetcher.heard(new ToWorker.MapOutputsAre(1, job, stage, from)));
      }
    }

    @Override
    public void unreadable(AttemptId map, WorkerId owner, String reason) {
      unreadable.add(map);
    }
  }

  /** The names of the files that hold what was fetched. */
  List<String> fetchFiles() throws Exception {
    try (Stream<Path> all = Files.list(files.jobFolder(JOB))) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.contains(".fetch-"))
          .toList();
    } catch (NoSuchFileException gone) {
      return List.of();
    }
  }
}
