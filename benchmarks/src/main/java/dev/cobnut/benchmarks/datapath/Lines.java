package dev.cobnut.benchmarks.datapath;

import dev.cobnut.job.InputFormat;
import dev.cobnut.job.RecordReader;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading text, a line of five words and some 30 bytes at a time, as the kernel's source has it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx1g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Lines {
  private static final int LINES = 100_000;
  private static final int WORDS_A_LINE = 5;

  private InMemory text = new InMemory(new byte[0]);

  @Setup
  public void write() {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder lines = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      for (int word = 0; word < WORDS_A_LINE; word++) {
        for (int letters = 1 + random.nextInt(9); letters > 0; letters--) {
          lines.append((char) ('a' + random.nextInt(26)));
        }
        lines.append(word == WORDS_A_LINE - 1 ? '\n' : ' ');
      }
    }
    text = new InMemory(lines.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Finds each line. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long lines() throws IOException {
    return bytes(TextInput.lines());
  }

  /** Finds the lines with a text that none has; the time is that of a line passed over. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long linesWith() throws IOException {
    return bytes(TextInput.linesWith(Utf8.of("_lock_irqsave")));
  }

  private long bytes(InputFormat<Line> format) throws IOException {
    RecordReader<Line> reader = format.open(text);
    long bytes = 0;
    while (reader.next()) {
      bytes += reader.record().text().length();
    }
    return bytes;
  }

  /** Finds each line, and the words in it; the time is that of a word. */
  @Benchmark
  @OperationsPerInvocation(LINES * WORDS_A_LINE)
  public long words() throws IOException {
    RecordReader<Line> reader = TextInput.lines().open(text);
    long[] bytes = {0};
    while (reader.next()) {
      reader.record().words().forEach(word -> bytes[0] += word.length());
    }
    return bytes[0];
  }
}
