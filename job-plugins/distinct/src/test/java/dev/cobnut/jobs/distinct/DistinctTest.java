package dev.cobnut.jobs.distinct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.IllegalParametersException;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.local.JobTestKit;
import dev.cobnut.job.local.JobTestResult;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctTest {
  @Test
  void jobIsFoundByName() {
    assertThat(ServiceLoader.load(MapReduceJob.class))
        .singleElement()
        .extracting(MapReduceJob::name)
        .isEqualTo("distinct");
  }

  @Test
  void eachLineOfAllFilesIsKeptOnce() {
    JobTestKit kit = kit().input("a.txt", "b\na\nb\n").input("b.txt", "c\na");

    assertThat(kit.run().text()).isEqualTo("a\nb\nc\n");
    kit.verifyContract();
  }

  @Test
  void linesThatDifferInAnyByteAreDistinct() {
    JobTestKit kit = kit().input("a.txt", "a\na\r\na \n\nA\na\t\n\n");

    assertThat(kit.run().text()).isEqualTo("\nA\na\na\t\na\r\na \n");
    kit.verifyContract();
  }

  @Test
  void bytesThatAreNotUtf8PassUnchanged() {
    JobTestKit kit = kit().input("a.txt", new byte[] {(byte) 0xff, '\n', (byte) 0xfe, '\n', -1});

    assertThat(kit.run().parts().get(0))
        .isEqualTo(new byte[] {(byte) 0xfe, '\n', (byte) 0xff, '\n'});
    kit.verifyContract();
  }

  @Test
  void noLinesGiveEmptyParts() {
    for (JobTestKit kit : new JobTestKit[] {kit(), kit().input("a", "")}) {
      JobTestResult result = kit.reducers(3).run();

      assertThat(result.parts()).hasSize(3).allMatch(part -> part.length == 0);
      kit.verifyContract();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void anyNumberOfReducersKeepsTheSame(int reducers) {
    JobTestKit kit = kit().input("a.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\na\nb\nc\nd\ne\n");

    JobTestResult result = kit.reducers(reducers).run();

    assertThat(result.parts()).hasSize(reducers);
    assertThat(result.lines())
        .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h", "i");
    kit.verifyContract();
  }

  @Test
  void parameterIsRefused() {
    assertThatThrownBy(() -> kit().parameter("by", "key").run())
        .isInstanceOf(IllegalParametersException.class)
        .hasMessage("by: unknown parameter (expected: none)");
  }

  private static JobTestKit kit() {
    return JobTestKit.of(new Distinct());
  }
}
