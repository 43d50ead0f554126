package dev.cobnut.job.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cobnut.job.Emitter;
import dev.cobnut.job.IllegalParametersException;
import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.job.RecordTooLongException;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFailureTest {
  @TempDir Path directory;

  private Path input(String name, String content) throws IOException {
    Path file = directory.resolve("in").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private LocalRunner runner(MapReduceJob job) {
    return LocalRunner.of(job).inputs(List.of(directory.resolve("in").toString()));
  }

  private LocalResult run(MapReduceJob job, int reducers) throws IOException {
    return runner(job).reducers(reducers).runTo(directory.resolve("out"));
  }

  @Test
  void aPartitionThatDoesNotExistIsRefused() throws IOException {
    input("a.txt", "0\n3\n");
    assertThatThrownBy(() -> run(TestJob.partitioned(), 3))
        .isInstanceOf(UserCodeException.class)
        .hasRootCauseMessage("partition: 3 (expected: 0..2)");
  }

  @Test
  void aFailingMapNamesTheRecord() throws IOException {
    input("good.txt", "fine\n");
    Path bad = input("sub/x.txt", "fine\nbad\n");
    TestJob job = TestJob.counting((line, count) -> require(!line.equals("bad"), "no good"));
    UserCodeException failure = catchThrowableOfType(UserCodeException.class, () -> run(job, 1));
    assertThat(failure)
        .hasMessage(
            "map function failed at the record of "
                + bad
                + " at byte 5: java.lang.IllegalStateException: no good")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(failure.place()).isEqualTo(new RecordPlace(bad.toString(), "sub/x.txt", 5));
  }

  @Test
  void aFailingReduceSaysSo() throws IOException {
    input("a.txt", "a\n");
    TestJob job =
        TestJob.of(
            JobPlan.read(TextInput.strings())
                .map(Serdes.string(), Serdes.int64(), (line, out, task) -> out.emit(line, 1L))
                .reduce(
                    (String key,
                        Values<Long> values,
                        Emitter<String, Long> out,
                        TaskContext task) -> {
                      require(task.place().equals(RecordPlace.NONE), "a reduce has no record");
                      throw new IOException("no luck");
                    })
                .write(TextOutput.tabSeparated()));
    UserCodeException failure = catchThrowableOfType(UserCodeException.class, () -> run(job, 1));
    assertThat(failure).hasMessage("reduce function failed: java.io.IOException: no luck");
    assertThat(failure.place()).isEqualTo(RecordPlace.NONE);
  }

  @Test
  void aSinkThatFailsIsNoFailureOfTheReduce() throws IOException {
    input("a.txt", "word ".repeat(3) + "x".repeat(200_000));
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThatThrownBy(() -> runner(TestJob.wordCount()).run(part -> full))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("disk full");
  }

  @Test
  void countersHaveLimits() throws IOException {
    input("a.txt", "a\n");
    assertThatThrownBy(() -> run(TestJob.counting((line, count) -> count.accept("")), 1))
        .hasRootCauseMessage("counter: a name of 0 characters (expected: 1..100)");
    assertThatThrownBy(
            () -> run(TestJob.counting((line, count) -> count.accept("x".repeat(101))), 1))
        .hasRootCauseMessage("counter: a name of 101 characters (expected: 1..100)");
    assertThatThrownBy(
            () ->
                run(
                    TestJob.counting(
                        (line, count) -> {
                          for (int name = 0; name <= 1_000; name++) {
                            count.accept("c" + name);
                          }
                        }),
                    1))
        .hasRootCauseMessage("counters: 1001 (expected: at most 1000)");
  }

  @Test
  void recordsOverTheLimitAreRefused() throws IOException {
    input("a.txt", "12345\n123456\n");
    assertThatThrownBy(
            () -> runner(TestJob.wordCount()).recordBytesMax(5).runTo(directory.resolve("out")))
        .isInstanceOf(RecordTooLongException.class)
        .hasMessageContaining("record at byte 6 of ");
  }

  @Test
  void parametersAreCheckedBeforeAnythingIsRead() {
    TestJob job =
        new TestJob(
            List.of(JobParameter.text("needed", "Something.").asRequired()),
            parameters -> {
              throw new IllegalStateException("planned");
            });
    assertThatThrownBy(
            () ->
                LocalRunner.of(job)
                    .inputs(List.of("/does/not/exist"))
                    .run(part -> OutputStream.nullOutputStream()))
        .isInstanceOf(IllegalParametersException.class)
        .hasMessage("needed: missing (expected: a text)");
  }

  @Test
  void limitsAreChecked() {
    LocalRunner runner = LocalRunner.of(TestJob.wordCount());
    assertThatThrownBy(() -> runner.reducers(0)).hasMessage("reducers: 0 (expected: 1..100000)");
    assertThatThrownBy(() -> runner.reducers(100_001))
        .hasMessage("reducers: 100001 (expected: 1..100000)");
    assertThatThrownBy(() -> runner.recordBytesMax(0))
        .hasMessage("record bytes: 0 (expected: 1 or more)");
  }

  @Test
  void partsAreNeverOverwritten() throws IOException {
    input("a.txt", "a\n");
    Path part = directory.resolve("out/part-r-00000");
    run(TestJob.wordCount(), 1);
    assertThat(part).hasContent("a\t1\n");
    assertThatThrownBy(() -> run(TestJob.wordCount(), 1))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalStateException(message);
    }
  }
}
