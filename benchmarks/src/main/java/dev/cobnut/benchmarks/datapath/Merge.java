package dev.cobnut.benchmarks.datapath;

import dev.cobnut.worker.run.MapOutputIndex;
import dev.cobnut.worker.run.MergeWatch;
import dev.cobnut.worker.run.RecordMerger;
import dev.cobnut.worker.run.RegionReader;
import dev.cobnut.worker.run.RunWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Runs of 100-byte records with keys of 10: written, read, merged. Nanoseconds a record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx1g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Merge {
  private static final int RECORDS = 160_000;
  private static final int KEY_BYTES = 10;
  private static final int VALUE_BYTES = 90;
  private static final int BUFFER_BYTES = 256 << 10;

  /** How many runs the records are spread over. */
  @Param({"2", "16", "128"})
  int runs;

  private Path folder = Path.of("");
  private final List<MapOutputIndex> indexes = new ArrayList<>();

  @Setup
  public void write() throws IOException {
    folder = Files.createTempDirectory("merge");
    SplittableRandom random = new SplittableRandom(2);
    for (int run = 0; run < runs; run++) {
      byte[][] keys = new byte[RECORDS / runs][KEY_BYTES];
      for (byte[] key : keys) {
        random.nextBytes(key);
      }
      Arrays.sort(keys, Arrays::compareUnsigned);
      Path file = folder.resolve("run-" + run);
      write(file, keys);
      indexes.add(MapOutputIndex.read(file));
    }
  }

  private static long write(Path file, byte[][] keys) throws IOException {
    byte[] value = new byte[VALUE_BYTES];
    try (RunWriter out = RunWriter.create(file, 1, BUFFER_BYTES)) {
      out.region(0);
      for (byte[] key : keys) {
        out.write(key, 0, KEY_BYTES, value, 0, VALUE_BYTES);
      }
      return out.finish();
    }
  }

  @TearDown
  public void delete() throws IOException {
    for (int run = 0; run < runs; run++) {
      Files.delete(folder.resolve("run-" + run));
    }
    Files.delete(folder);
  }

  /** Merges all runs. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long merge() throws IOException {
    List<RegionReader> readers = new ArrayList<>();
    for (MapOutputIndex index : indexes) {
      readers.add(RegionReader.open(index.region(0), BUFFER_BYTES));
    }
    long bytes = 0;
    try (RecordMerger merger = new RecordMerger(readers, new Unwatched(), () -> {})) {
      while (merger.next()) {
        bytes += merger.valueLength();
      }
    }
    return bytes;
  }

  /** Reads the runs one after another, which is what of a merge isn't merging. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long read() throws IOException {
    long bytes = 0;
    for (MapOutputIndex index : indexes) {
      try (RegionReader reader = RegionReader.open(index.region(0), BUFFER_BYTES)) {
        while (reader.next()) {
          bytes += reader.valueLength();
        }
      }
    }
    return bytes;
  }

  private static final class Unwatched implements MergeWatch {
    @Override
    public void left(long bytes) {}

    @Override
    public void read(long bytes) {}

    @Override
    public boolean stopped() {
      return false;
    }
  }
}
