package dev.cobnut.worker.map;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.Split;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.Mapper;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.job.RecordTooLongException;
import dev.cobnut.job.StagePlan;
import dev.cobnut.job.local.FileRange;
import dev.cobnut.worker.task.Failures;
import dev.cobnut.worker.task.ReportPace;
import dev.cobnut.worker.task.TaskCounters;
import dev.cobnut.worker.task.TaskFailedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Calls the map function with each record of a split. Confined to the attempt's thread. */
final class SplitReader<I, K, V> {
  private final StagePlan<I, K, V, ?, ?> plan;
  private final Emitter<K, V> emitter;
  private final MapOutput output;
  private final TaskCounters counters;
  private final BadRecords bad;
  private final MapProgress progress;
  private final ReportPace pace = new ReportPace();
  private long records;
  private long doneBytes;

  SplitReader(
      StagePlan<I, K, V, ?, ?> plan,
      Emitter<K, V> emitter,
      MapOutput output,
      TaskCounters counters,
      BadRecords bad,
      MapProgress progress) {
    this.plan = plan;
    this.emitter = emitter;
    this.output = output;
    this.counters = counters;
    this.bad = bad;
    this.progress = progress;
  }

  /** Records that were mapped. */
  long records() {
    return records;
  }

  /** Maps the split: the whole, unless enough bad records are found before its end. */
  void map(Split split, int recordBytesMax) throws TaskFailedException {
    progress.mapped(0);
    for (FileSlice slice : split.slices()) {
      if (bad.hasEnough()) {
        break;
      }
      try {
        map(slice, recordBytesMax);
      } catch (IOException failure) {
        throw progress.stopped()
            ? Failures.stopped()
            : Failures.of(
                Failure.Kind.INPUT, "input " + slice.file() + ": " + describe(failure), failure);
      }
      doneBytes += slice.bytes();
      progress.mapped(doneBytes);
    }
    counters.placeFrom(() -> RecordPlace.NONE);
  }

  private void map(FileSlice slice, int recordBytesMax) throws IOException, TaskFailedException {
    Path file = path(slice.file());
    requireUnchanged(slice, file);
    try (FileRange range =
        FileRange.open(file, slice.relativePath(), slice.start(), slice.end(), recordBytesMax)) {
      SliceReader<I> reader = new SliceReader<>(slice, plan.input(), range);
      counters.placeFrom(reader::place);
      bad.begin(slice);
      Mapper<I, K, V> mapper = plan.mapper();
      while (!bad.hasEnough() && reader.next()) {
        if (pace.isDue()) {
          check(reader.doneBytes());
        }
        if (bad.knowsMore() && bad.knows(reader.offset())) {
          continue;
        }
        records++;
        try {
          mapper.map(reader.record(), emitter, counters);
        } catch (Exception | Error thrown) {
          failed(reader, thrown);
        }
      }
    }
  }

  private void check(long sliceBytes) throws TaskFailedException {
    if (progress.stopped()) {
      throw Failures.stopped();
    }
    progress.mapped(doneBytes + sliceBytes);
  }

  private void failed(SliceReader<I> at, Throwable thrown) throws TaskFailedException {
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    if (progress.stopped()) {
      throw Failures.stopped();
    }
    Throwable emitting = output.failure();
    if (emitting != null) {
      throw MapFailures.ofEmitting(emitting, at.place());
    }
    if (counters.problem() != null || !isOfTheRecord(thrown)) {
      throw Failures.inUserCode("map", at.place(), thrown, SplitReader.class);
    }
    bad.found(at, thrown);
  }

  /** Whether to leave out the record is likely to help. */
  private static boolean isOfTheRecord(Throwable thrown) {
    return !Failures.isOfTheProcess(thrown) && !(thrown instanceof InterruptedException);
  }

  private static String describe(IOException failure) {
    return failure instanceof RecordTooLongException
        ? String.valueOf(failure.getMessage())
        : Failures.describe(failure);
  }

  private static Path path(String file) {
    return file.startsWith("file:") ? Path.of(URI.create(file)) : Path.of(file);
  }

  private static void requireUnchanged(FileSlice slice, Path file)
      throws IOException, TaskFailedException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    long modifiedMs = found.lastModifiedTime().toMillis();
    if (found.size() != slice.fileBytes() || modifiedMs != slice.modifiedMs()) {
      throw Failures.of(
          Failure.Kind.INPUT,
          "input "
              + slice.file()
              + ": changed since the job was planned: "
              + found.size()
              + " bytes, modified at "
              + modifiedMs
              + " ms (expected: "
              + slice.fileBytes()
              + " bytes, "
              + slice.modifiedMs()
              + " ms)");
    }
  }
}
