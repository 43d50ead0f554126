package dev.cobnut.job.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.JobPlan;
import dev.cobnut.job.Mapper;
import dev.cobnut.job.Nothing;
import dev.cobnut.job.RecordPlace;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.io.IOError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LocalSkipTest {
  private static final String TEXT = "c\nbad 1\na\nbad 2\nb\n";

  @Test
  void whatABadRecordEmittedBeforeItThrewDoesNotCount() {
    TestJob job =
        TestJob.counting(
            (line, count) -> {
              count.accept("seen");
              requireGood(line);
            });

    JobTestResult result = JobTestKit.of(job).input("x.txt", TEXT).skipBadRecords(true).run();

    assertThat(result.text()).isEqualTo("a\t0\nb\t0\nc\t0\n");
    assertThat(result.counters()).containsEntry("seen", 3L).containsEntry("reduced", 3L);
    assertThat(result.result().recordsRead()).isEqualTo(3);
    assertThat(result.result().skipped())
        .containsExactly(
            new RecordPlace("x.txt", "x.txt", 2), new RecordPlace("x.txt", "x.txt", 10));
  }

  @Test
  void pairsThatWentOutBeforeTheThrowAreDropped() {
    JobTestKit kit =
        JobTestKit.of(
                sorting(
                    (line, out, task) -> {
                      out.emit(line.text(), Nothing.NOTHING);
                      requireGood(line.toString());
                    }))
            .input("x.txt", TEXT)
            .reducers(2)
            .skipBadRecords(true);

    assertThat(kit.run().text()).isEqualTo("a\nb\nc\n");
    kit.verifyContract();
  }

  private static List<Error> errors() {
    return List.of(
        new AssertionError("no good"),
        new IOError(null),
        new NoClassDefFoundError("Missing"),
        new ServiceConfigurationError("no service"),
        new StackOverflowError());
  }

  /** As in a cluster, where any class of error makes a record bad. */
  @ParameterizedTest
  @MethodSource("errors")
  void recordAtWhichAnErrorIsThrownIsBad(Error error) {
    JobTestKit kit = throwing(error);
    assertThatThrownBy(kit::run).isInstanceOf(UserCodeException.class).hasCause(error);
    assertThat(kit.skipBadRecords(true).run().text()).isEqualTo("a\t0\nb\t0\nc\t0\n");
  }

  private static List<Error> errorsOfTheProcess() {
    return List.of(new OutOfMemoryError("heap"), new InternalError("JVM"));
  }

  @ParameterizedTest
  @MethodSource("errorsOfTheProcess")
  void errorOfTheProcessIsNotTheRecords(Error error) {
    assertThatThrownBy(() -> throwing(error).skipBadRecords(true).run()).isSameAs(error);
    assertThatThrownBy(() -> throwing(error).run()).isSameAs(error);
  }

  private static JobTestKit throwing(Error error) {
    TestJob job =
        TestJob.counting(
            (line, count) -> {
              if (line.startsWith("bad")) {
                throw error;
              }
            });
    return JobTestKit.of(job).input("x.txt", TEXT);
  }

  @Test
  void keyThatHasNoPartitionIsABadRecordToo() {
    assertThat(
            JobTestKit.of(TestJob.partitioned())
                .input("x.txt", "1\n7\nnone\n0\n")
                .reducers(2)
                .skipBadRecords(true)
                .run()
                .parts())
        .extracting(String::new)
        .containsExactly("0\t1\n", "1\t1\n");
  }

  @Test
  void runnerSkipsOnlyWhereItIsToldTo(@TempDir Path directory) throws Exception {
    Path input = Files.writeString(directory.resolve("x.txt"), TEXT);
    TestJob job = TestJob.counting((line, count) -> requireGood(line));
    LocalRunner runner = LocalRunner.of(job).inputs(List.of(input.toString()));

    assertThatThrownBy(() -> runner.runTo(directory.resolve("out")))
        .isInstanceOf(UserCodeException.class);
    LocalResult result = runner.skipBadRecords(true).runTo(directory.resolve("skipped"));

    assertThat(directory.resolve("skipped/part-r-00000")).hasContent("a\t0\nb\t0\nc\t0\n");
    assertThat(result.skipped())
        .extracting(RecordPlace::file)
        .containsExactly(input.toString(), input.toString());
  }

  private static TestJob sorting(Mapper<Line, Utf8, Nothing> mapper) {
    return TestJob.of(
        JobPlan.read(TextInput.lines())
            .map(Serdes.utf8(), Serdes.none(), mapper)
            .totalOrder()
            .reduce(
                (key, values, out, task) -> values.forEachRemaining(value -> out.emit(key, value)))
            .write(TextOutput.keys()));
  }

  private static void requireGood(String line) {
    if (line.startsWith("bad")) {
      throw new IllegalStateException(line);
    }
  }
}
