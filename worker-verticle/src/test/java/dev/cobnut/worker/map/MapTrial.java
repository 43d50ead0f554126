package dev.cobnut.worker.map;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.job.JobPlan;
import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.run.MapOutputIndex;
import dev.cobnut.worker.run.RunFold;
import dev.cobnut.worker.run.TestRecord;
import dev.cobnut.worker.task.TaskControl;
import dev.cobnut.worker.task.TaskFailedException;
import dev.cobnut.worker.task.ToldProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attempt at a map after another, in a directory of a test. */
final class MapTrial {
  static final AttemptId ATTEMPT =
      new AttemptId(new TaskId(new JobId("job"), 0, TaskKind.MAP, 17), 3, 1);

  private final Path spills;
  private Path output;
  private final EmptyOutputs empties = new EmptyOutputs();
  private final List<FileSlice> slices = new ArrayList<>();
  private int partitions = 1;
  private long memoryBytes = 64 << 20;
  private int recordBytesMax = 64 << 20;
  private boolean sample;
  private Codec codec = Codec.NONE;
  private @Nullable List<byte[]> boundaries;
  private List<BadRecord> skipped = List.of();
  private TaskControl control = new ToldProgress();

  MapTrial(Path dir) throws IOException {
    spills = Files.createDirectories(dir.resolve("spills"));
    output = Files.createDirectories(dir.resolve("outputs")).resolve("output.map");
  }

  MapTrial input(Path file) throws IOException {
    return slice(file, 0, Files.size(file));
  }

  /** The next output has that name, beside the last. */
  MapTrial named(String name) {
    output = output.resolveSibling(name);
    return this;
  }

  MapTrial codec(Codec compressing) {
    codec = compressing;
    return this;
  }

  MapTrial slice(Path file, long start, long end) throws IOException {
    slices.add(
        new FileSlice(
            file.toString(),
            file.getFileName().toString(),
            start,
            end,
            Files.size(file),
            Files.getLastModifiedTime(file).toMillis()));
    return this;
  }

  MapTrial partitions(int count) {
    partitions = count;
    return this;
  }

  MapTrial memoryBytes(long bytes) {
    memoryBytes = bytes;
    return this;
  }

  MapTrial recordBytesMax(int bytes) {
    recordBytesMax = bytes;
    return this;
  }

  MapTrial sample() {
    sample = true;
    return this;
  }

  MapTrial boundaries(List<byte[]> keys) {
    boundaries = keys;
    return this;
  }

  MapTrial skipped(List<BadRecord> records) {
    skipped = records;
    return this;
  }

  MapTrial control(TaskControl newControl) {
    control = newControl;
    return this;
  }

  TaskResult.MapOutput run(JobPlan plan) throws TaskFailedException {
    return MapTask.run(order(plan), control);
  }

  /** The bad records that an attempt finds, which must leave no files. */
  List<BadRecord> collect(JobPlan plan, int foundMax) throws TaskFailedException, IOException {
    List<BadRecord> found = MapTask.collect(order(plan), foundMax, control);
    requireEmpty(spills);
    requireEmpty(output.getParent());
    return found;
  }

  /** Where an emitter leaves its records, if they don't spill. */
  MapOutput output(JobPlan plan) {
    MapTask.Order order = order(plan);
    MapProgress progress = new MapProgress(control, order.split().bytes());
    return new MapOutput(new Spills(order, RunFold.none(), progress), recordBytesMax);
  }

  private MapTask.Order order(JobPlan plan) {
    return new MapTask.Order(
        ATTEMPT,
        plan.stages().get(0),
        new Split(slices),
        partitions,
        boundaries,
        output,
        spills,
        memoryBytes,
        recordBytesMax,
        sample,
        codec,
        empties,
        skipped);
  }

  /** The failure of an attempt that must fail, and leave no files. */
  TaskFailedException fail(JobPlan plan) throws IOException {
    try {
      TaskResult.MapOutput result = run(plan);
      throw new AssertionError("the attempt succeeded: " + result);
    } catch (TaskFailedException failure) {
      requireEmpty(spills);
      requireEmpty(output.getParent());
      return failure;
    }
  }

  Path output() {
    return output;
  }

  Path spills() {
    return spills;
  }

  /** The records of each region of the output. */
  List<List<TestRecord>> regions() throws IOException {
    requireEmpty(spills);
    MapOutputIndex index = MapOutputIndex.read(output);
    List<List<TestRecord>> regions = new ArrayList<>();
    for (int partition = 0; partition < index.regions(); partition++) {
      regions.add(TestRecord.readRegion(output, partition, 1 << 16));
    }
    return regions;
  }

  private static void requireEmpty(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      List<Path> left = files.toList();
      if (!left.isEmpty()) {
        throw new AssertionError("files that are left: " + left);
      }
    }
  }
}
