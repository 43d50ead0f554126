package dev.cobnut.job.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.Emitter;
import dev.cobnut.job.IllegalParametersException;
import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTestKitTest {
  @Test
  void aRunGivesPartsAndCounters() {
    JobTestResult result =
        JobTestKit.of(TestJob.wordCount())
            .input("a.txt", "to be or not to be")
            .input("b.txt", "be".getBytes(StandardCharsets.UTF_8))
            .reducers(3)
            .run();
    assertThat(result.lines()).containsExactlyInAnyOrder("be\t3", "not\t1", "or\t1", "to\t2");
    assertThat(result.parts()).hasSize(3);
    assertThat(result.text()).isEqualTo(result.part(0) + result.part(1) + result.part(2));
    assertThat(result.counters()).isEmpty();
    assertThat(result.result().pairsEmitted()).isEqualTo(7);
  }

  @Test
  void aLineEndsAtANewlineAlone() {
    TestJob job = TestJob.sort();
    assertThat(JobTestKit.of(job).input("a.txt", "x\r\n\ny\rz").run().lines())
        .containsExactly("", "x\r", "y\rz");
    assertThat(JobTestKit.of(job).run().lines()).isEmpty();
  }

  @Test
  void viewOfAValueMovesOnWithTheNextOneAsItDoesInTheEngine() {
    TestJob keepsViews =
        TestJob.of(
            JobPlan.read(TextInput.lines())
                .map(
                    Serdes.string(),
                    Serdes.utf8(),
                    (line, out, task) -> out.emit("all", line.text()))
                .reduce(
                    (String key,
                        Values<Utf8> values,
                        Emitter<String, Utf8> out,
                        TaskContext task) -> {
                      Utf8 first = values.next();
                      values.next();
                      out.emit(key, first);
                    })
                .write(TextOutput.values()));

    assertThat(JobTestKit.of(keepsViews).input("a.txt", "one\ntwo\n").run().text())
        .isEqualTo("two\n");
  }

  @Test
  void filesOnDiskStandBehindThoseInMemory(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("c.txt"), "third");
    TestJob job =
        TestJob.of(
            JobPlan.read(TextInput.strings())
                .map(
                    Serdes.string(),
                    Serdes.string(),
                    (line, out, task) -> out.emit("all", task.place().relativePath() + ":" + line))
                .reduce(
                    (key, values, out, task) -> {
                      while (values.hasNext()) {
                        out.emit(key, values.next());
                      }
                    })
                .write(TextOutput.values()));
    assertThat(
            JobTestKit.of(job)
                .input("a.txt", "first")
                .inputFile(file)
                .input("b.txt", "fourth")
                .run()
                .lines())
        .containsExactly("a.txt:first", "c.txt:third", "b.txt:fourth");
    assertThatThrownBy(() -> JobTestKit.of(job).inputFile(directory.resolve("none")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("doesn't exist");
  }

  @Test
  void parametersAreCheckedAsAtSubmission() {
    TestJob job =
        new TestJob(
            List.of(JobParameter.integer("least", 0, 9, "The least.").asRequired()),
            parameters -> {
              long least = parameters.integer("least");
              return TestJob.words()
                  .reduce(
                      (String word,
                          Values<Long> values,
                          Emitter<String, Long> out,
                          TaskContext task) -> {
                        long sum = 0;
                        while (values.hasNext()) {
                          sum += values.next();
                        }
                        if (sum >= least) {
                          out.emit(word, sum);
                        }
                      })
                  .write(TextOutput.tabSeparated());
            });
    JobTestKit kit = JobTestKit.of(job).input("a.txt", "a b a");
    assertThatThrownBy(kit::run).isInstanceOf(IllegalParametersException.class);
    assertThat(kit.parameter("least", "2").run().text()).isEqualTo("a\t2\n");
    kit.verifyContract();
  }
}
