package dev.cobnut.benchmarks.datapath;

import dev.cobnut.benchmarks.data.DataSet;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.job.Aggregates;
import dev.cobnut.job.InputFormat;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.Mapper;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.io.FixedLengthInput;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import dev.cobnut.worker.map.EmptyOutputs;
import dev.cobnut.worker.map.MapTask;
import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.task.TaskControl;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole map task over 64 MB: read, map, sort or aggregate, write. Milliseconds a task. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class MapSide {
  private static final int PARTITIONS = 8;
  private static final long MEMORY_BYTES = 256 << 20;
  private static final double RECORDS_SCALE = 0.064;
  private static final double WORDS_SCALE = 0.0625;
  private static final AttemptId ATTEMPT =
      new AttemptId(new TaskId(new JobId("job"), 0, TaskKind.MAP, 0), 1, 1);

  private final EmptyOutputs empties = new EmptyOutputs();
  private Path folder = Path.of("");
  private Split records = new Split(List.of());
  private Split words = new Split(List.of());

  @Setup
  public void write() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("map-side");
    records = split(DataSet.RECORDS, RECORDS_SCALE);
    words = split(DataSet.ZIPF, WORDS_SCALE);
  }

  private Split split(DataSet set, double scale) throws IOException, InterruptedException {
    Path into = Files.createDirectories(folder.resolve(set.folder()));
    set.write(into, scale, Path.of(""));
    List<FileSlice> slices = new ArrayList<>();
    try (Stream<Path> files = Files.list(into)) {
      for (Path file : files.sorted().toList()) {
        long bytes = Files.size(file);
        long modifiedMs = Files.getLastModifiedTime(file).toMillis();
        String name = String.valueOf(file.getFileName());
        slices.add(new FileSlice(file.toString(), name, 0, bytes, bytes, modifiedMs));
      }
    }
    return new Split(slices);
  }

  @TearDown
  public void delete() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** 640,000 records of 100 bytes are sorted by the first 10. */
  @Benchmark
  public TaskResult sort() throws TaskFailedException, IOException {
    return run(
        records,
        JobPlan.read(FixedLengthInput.records(100))
            .map(
                Serdes.utf8(),
                Serdes.utf8(),
                (record, out, task) -> out.emit(record.slice(0, 10), record.slice(10, 100)))
            .reduce((key, values, out, task) -> values.forEach(value -> out.emit(key, value)))
            .write(TextOutput.tabSeparated()));
  }

  /** Words by Zipf's law are counted. */
  @Benchmark
  public TaskResult aggregate() throws TaskFailedException, IOException {
    return run(
        words,
        summing(
            TextInput.lines(),
            (line, out, task) -> line.words().forEach(word -> out.emit(word, 1L))));
  }

  /** 640,000 keys of 10 bytes are counted, of which none comes again. */
  @Benchmark
  public TaskResult aggregateOfNewKeys() throws TaskFailedException, IOException {
    return run(
        records,
        summing(
            FixedLengthInput.records(100),
            (record, out, task) -> out.emit(record.slice(0, 10), 1L)));
  }

  private static <I> JobPlan summing(InputFormat<I> format, Mapper<I, Utf8, Long> mapper) {
    return JobPlan.read(format)
        .map(Serdes.utf8(), Serdes.int64(), mapper)
        .combine(Aggregates.sum())
        .reduce(Aggregates.sum())
        .write(TextOutput.tabSeparated());
  }

  private TaskResult run(Split split, JobPlan plan) throws TaskFailedException, IOException {
    Path output = folder.resolve("output.map");
    TaskResult result =
        MapTask.run(
            new MapTask.Order(
                ATTEMPT,
                plan.stages().get(0),
                split,
                PARTITIONS,
                null,
                output,
                folder,
                MEMORY_BYTES,
                1 << 26,
                false,
                Codec.NONE,
                empties,
                List.of()),
            new Unwatched());
    Files.delete(output);
    return result;
  }

  private static final class Unwatched implements TaskControl {
    @Override
    public boolean stopped() {
      return false;
    }

    @Override
    public void progress(long doneBytes, long totalBytes) {}
  }
}
