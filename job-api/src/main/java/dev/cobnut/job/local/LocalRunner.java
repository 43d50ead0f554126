package dev.cobnut.job.local;

import dev.cobnut.job.JobParameters;
import dev.cobnut.job.MapReduceJob;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * Runs a job sequentially, in memory, on the caller's thread: the reference for every other way to
 * run it. The same input, parameters and number of reducers give the same parts, byte for byte, as
 * a cluster writes.
 *
 * <p>The combiner never runs, and all values of all keys are held in memory, those that an
 * aggregate reduces as one. The values of one key can't take up more than 2 GiB. Not thread-safe;
 * each call of a run method is a run of its own.
 */
public final class LocalRunner {
  /** What {@code record.limit} is where nothing is configured. */
  static final int RECORD_BYTES_MAX = 64 << 20;

  private static final int REDUCERS_MAX = 100_000;

  private final MapReduceJob job;
  private Map<String, String> parameters = Map.of();
  private List<String> inputs = List.of();
  private int reducers = 1;
  private int recordBytesMax = RECORD_BYTES_MAX;
  private boolean skipBadRecords;

  private LocalRunner(MapReduceJob job) {
    this.job = job;
  }

  /** A runner of a job, with one reducer, and no input and no parameters yet. */
  public static LocalRunner of(MapReduceJob job) {
    return new LocalRunner(job);
  }

  /** Sets the parameters by name, as they would be submitted. */
  public LocalRunner parameters(Map<String, String> values) {
    parameters = Map.copyOf(values);
    return this;
  }

  /** Sets the inputs; see {@link InputFiles#list}. */
  public LocalRunner inputs(List<String> values) {
    inputs = List.copyOf(values);
    return this;
  }

  /** Sets the number of parts: 1 to 100,000. */
  public LocalRunner reducers(int count) {
    reducers = checkedReducers(count);
    return this;
  }

  /** Sets the longest record that is read, bytes: 1 or more. */
  public LocalRunner recordBytesMax(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("record bytes: " + bytes + " (expected: 1 or more)");
    }
    recordBytesMax = bytes;
    return this;
  }

  /**
   * Sets whether records at which the map function throws are left out, as the engine leaves them
   * out where a job is to skip them. Each record is then mapped twice.
   */
  public LocalRunner skipBadRecords(boolean skips) {
    skipBadRecords = skips;
    return this;
  }

  static int checkedReducers(int count) {
    if (count < 1 || count > REDUCERS_MAX) {
      throw new IllegalArgumentException(
          "reducers: " + count + " (expected: 1.." + REDUCERS_MAX + ")");
    }
    return count;
  }

  /**
   * Runs the job.
   *
   * @param sink where the parts go
   * @throws IOException where the input can't be read ({@link InputException}, {@link
   *     dev.cobnut.job.RecordTooLongException}, ...) or the sink not be written
   * @throws dev.cobnut.job.IllegalParametersException where the parameters don't fit the job
   * @throws UserCodeException where a function of the job throws
   */
  public LocalResult run(PartSink sink) throws IOException {
    JobParameters checked = JobParameters.of(job.parameters(), parameters);
    List<Source.OnDisk> sources = InputFiles.list(inputs).stream().map(Source.OnDisk::new).toList();
    LocalSettings settings = new LocalSettings(reducers, recordBytesMax, skipBadRecords);
    return new SequentialRun(job, checked, sources, settings, Variation.NONE).run(sink);
  }

  /**
   * Runs the job into a directory, as {@code part-r-00000} and so on. The directory is created
   * where it is missing; throws as {@link #run}, also where such a part is there already.
   */
  public LocalResult runTo(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
    return run(part -> create(directory, part));
  }

  private static OutputStream create(Path directory, int part) throws IOException {
    return Files.newOutputStream(
        directory.resolve("part-r-%05d".formatted(part)), StandardOpenOption.CREATE_NEW);
  }
}
