package dev.cobnut.worker.map;

import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.run.MapOutputIndex;
import dev.cobnut.worker.run.MergeLimits;
import dev.cobnut.worker.run.MergeWindow;
import dev.cobnut.worker.run.RecordMerger;
import dev.cobnut.worker.run.RegionReader;
import dev.cobnut.worker.run.RunFold;
import dev.cobnut.worker.run.RunWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The runs of an attempt on local disk, in the order of emission, and their merge into its output.
 * Where there are too many to be merged at once, neighbours are merged first. Confined to the
 * attempt's thread.
 */
final class Spills implements Closeable {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final int BUFFER_BYTES_MIN = 16 << 10;

  private final Path prefix;
  private final int partitions;
  private final long memoryBytes;
  private final RunFold fold;
  private final Codec codec;
  private final EmptyOutputs empties;
  private final MapProgress progress;
  private final List<Path> runs = new ArrayList<>();
  private int filesMade;
  private long records;
  private int spills;

  /**
   * No runs yet.
   *
   * @param fold what becomes of equal keys when runs are merged
   */
  Spills(MapTask.Order order, RunFold fold, MapProgress progress) {
    this.prefix = order.spillDir().resolve(order.attempt().name());
    this.partitions = order.partitions();
    this.memoryBytes = order.memoryBytes();
    this.codec = order.codec();
    this.empties = order.empties();
    this.fold = fold;
    this.progress = progress;
  }

  /** Records that were spilled. */
  long records() {
    return records;
  }

  /** How often something was spilled. */
  int count() {
    return spills;
  }

  void spill(MapBuffer buffer) throws IOException {
    if (buffer.size() == 0) {
      return;
    }
    CrashPoint.MAP_BEFORE_SPILL.reach();
    records += buffer.size();
    spills++;
    Path run = nextRun();
    try (RunWriter out = writer(run, Codec.NONE)) {
      buffer.writeTo(out);
      runs.add(run);
      out.finish();
    }
    buffer.clear();
    CrashPoint.MAP_AFTER_SPILL.reach();
  }

  void spillAlone(int partition, Encoding<?> key, byte[] values, int offset, int length)
      throws IOException {
    records++;
    spills++;
    Path run = nextRun();
    try (RunWriter out = writer(run, Codec.NONE)) {
      out.region(partition);
      out.write(key.bytes(), key.offset(), key.length(), values, offset, length);
      runs.add(run);
      out.finish();
    }
  }

  /** Writes the output: what was spilled, then what the buffer holds. Returns its bytes. */
  long finish(MapBuffer buffer, Path output) throws IOException {
    if (runs.isEmpty()) {
      return buffer.size() == 0 ? finishEmpty(buffer, output) : write(buffer, output);
    }
    spill(buffer);
    buffer.release();
    MergeLimits limits = MergeLimits.of(memoryBytes, partitions).forKeys(keyBytesMax());
    while (runs.size() > limits.fanIn()) {
      mergeNeighbours(limits);
    }
    return merge(runs, output, form(limits, runs.size(), codec));
  }

  private long finishEmpty(MapBuffer buffer, Path output) throws IOException {
    long linked = empties.link(output, partitions, codec);
    if (linked >= 0) {
      return linked;
    }
    long bytes = write(buffer, output);
    empties.written(output, partitions, codec, bytes);
    return bytes;
  }

  private long write(MapBuffer buffer, Path output) throws IOException {
    try (RunWriter out = writer(output, codec)) {
      buffer.writeTo(out);
      return out.finish();
    }
  }

  /** Deletes the runs. */
  @Override
  public void close() throws IOException {
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
    runs.clear();
  }

  private int keyBytesMax() throws IOException {
    int keyBytesMax = 0;
    for (Path run : runs) {
      keyBytesMax = Math.max(keyBytesMax, MapOutputIndex.read(run).keyBytesMax());
    }
    return keyBytesMax;
  }

  private void mergeNeighbours(MergeLimits limits) throws IOException {
    long[] bytes = new long[runs.size()];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = Files.size(runs.get(index));
    }
    MergeWindow window = MergeWindow.smallest(bytes, limits.fanIn());
    List<Path> neighbours = runs.subList(window.begin(), window.end());
    Path merged = nextRun();
    merge(neighbours, merged, form(limits, neighbours.size(), Codec.NONE));
    for (Path run : neighbours) {
      Files.delete(run);
    }
    neighbours.clear();
    runs.add(window.begin(), merged);
  }

  private RunWriter.Form form(MergeLimits limits, int sources, Codec compressed) {
    return new RunWriter.Form(partitions, limits.bufferBytes(sources), compressed);
  }

  private long merge(List<Path> sources, Path target, RunWriter.Form form) throws IOException {
    List<MapOutputIndex> indexes = new ArrayList<>();
    List<FileChannel> channels = new ArrayList<>();
    try (RunWriter out = RunWriter.create(target, form, written -> {})) {
      progress.left(bytes(sources));
      for (Path source : sources) {
        indexes.add(MapOutputIndex.read(source));
        channels.add(FileChannel.open(source, StandardOpenOption.READ));
      }
      for (int partition = 0; partition < partitions; partition++) {
        List<RegionReader> readers = new ArrayList<>();
        for (int source = 0; source < channels.size(); source++) {
          var region = indexes.get(source).region(partition);
          if (region.records() > 0) {
            readers.add(RegionReader.over(channels.get(source), region, form.bufferBytes()));
          }
        }
        if (!readers.isEmpty()) {
          out.region(partition);
          fold.write(new RecordMerger(readers, progress, () -> {}), out);
        }
      }
      // Indexes aren't read as records.
      progress.left(0);
      return out.finish();
    } finally {
      for (FileChannel channel : channels) {
        channel.close();
      }
    }
  }

  private static long bytes(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private Path nextRun() {
    return prefix.resolveSibling(prefix.getFileName() + ".spill-" + filesMade++);
  }

  private RunWriter writer(Path file, Codec compressed) throws IOException {
    int bufferBytes = (int) Math.max(BUFFER_BYTES_MIN, Math.min(BUFFER_BYTES, memoryBytes / 16));
    return RunWriter.create(
        file, new RunWriter.Form(partitions, bufferBytes, compressed), progress::moved);
  }
}
