package dev.cobnut.job.local;

import dev.cobnut.job.JobParameters;
import dev.cobnut.job.MapReduceJob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tests a job without a cluster: runs it over a few small files, and checks that it keeps the
 * contract that the engine relies on.
 *
 * <pre>{@code
 * JobTestKit kit = JobTestKit.of(new WordCount()).input("a.txt", "to be or not to be");
 * assertThat(kit.run().text()).isEqualTo("be\t2\nnot\t1\nor\t1\nto\t2\n");
 * kit.verifyContract();
 * }</pre>
 *
 * <p>Not thread-safe; each call of {@link #run()} is a run of its own.
 */
public final class JobTestKit {
  private final MapReduceJob job;
  private final Map<String, String> parameters = new HashMap<>();
  private final List<Source> sources = new ArrayList<>();
  private int reducers = 1;
  private int recordBytesMax = LocalRunner.RECORD_BYTES_MAX;
  private boolean skipBadRecords;

  private JobTestKit(MapReduceJob job) {
    this.job = job;
  }

  /** A kit for a job, with one reducer, and no input and no parameters yet. */
  public static JobTestKit of(MapReduceJob job) {
    return new JobTestKit(job);
  }

  /** Sets a parameter, as it would be submitted. */
  public JobTestKit parameter(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  /** Adds a file of text, in UTF-8, behind those given before. */
  public JobTestKit input(String relativePath, String text) {
    return input(relativePath, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a file of bytes, behind those given before. */
  public JobTestKit input(String relativePath, byte[] bytes) {
    sources.add(new Source.InMemory(relativePath, bytes));
    return this;
  }

  /**
   * Adds a file on disk, or all files below a directory, behind those given before.
   *
   * @throws UncheckedIOException where it can't be read
   */
  public JobTestKit inputFile(Path path) {
    try {
      InputFiles.list(List.of(path.toString()))
          .forEach(file -> sources.add(new Source.OnDisk(file)));
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Sets the number of parts: 1 to 100,000. */
  public JobTestKit reducers(int count) {
    reducers = LocalRunner.checkedReducers(count);
    return this;
  }

  /** Sets the longest record that is read, bytes. */
  public JobTestKit recordBytesMax(int bytes) {
    recordBytesMax = bytes;
    return this;
  }

  /**
   * Sets whether records at which the map function throws are left out; {@link LocalResult#skipped}
   * has them.
   */
  public JobTestKit skipBadRecords(boolean skips) {
    skipBadRecords = skips;
    return this;
  }

  /**
   * Runs the job, as {@link LocalRunner} does.
   *
   * @throws UncheckedIOException where the input can't be read
   * @throws dev.cobnut.job.IllegalParametersException where the parameters don't fit the job
   * @throws UserCodeException where a function of the job throws
   */
  public JobTestResult run() {
    return run(Variation.NONE);
  }

  JobTestResult run(Variation variation) {
    JobParameters checked = JobParameters.of(job.parameters(), parameters);
    List<ByteArrayOutputStream> parts = new ArrayList<>();
    PartSink sink =
        part -> {
          parts.add(new ByteArrayOutputStream());
          return parts.get(part);
        };
    try {
      LocalResult result =
          new SequentialRun(
                  job,
                  checked,
                  sources,
                  new LocalSettings(reducers, recordBytesMax, skipBadRecords),
                  variation)
              .run(sink);
      return new JobTestResult(
          parts.stream().map(ByteArrayOutputStream::toByteArray).toList(), result);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Checks with the inputs and parameters given, which should be such that the job has something to
   * do, that
   *
   * <ul>
   *   <li>two runs emit the same pairs and write the same bytes,
   *   <li>keys and values are the same after encoding, decoding and encoding again,
   *   <li>encoded keys stand in the order of the keys, where these are {@link Comparable}, byte
   *       arrays, or pairs of such (strings in the order of their code points),
   *   <li>the combiner, on whatever neighbours it runs and however often, doesn't change what is
   *       written,
   *   <li>wherever the input is cut, the same pairs are emitted and the same bytes are written.
   * </ul>
   *
   * What is chosen at random is the same in every call. Throws as {@link #run()}, too.
   *
   * @throws AssertionError where one of these doesn't hold; the message says which, and where
   */
  public JobTestKit verifyContract() {
    long longestBytes = sources.stream().mapToLong(Source::bytes).max().orElse(0);
    new ContractCheck(this::run, longestBytes).verify();
    return this;
  }
}
