package dev.cobnut.jobs.wordcount;

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

class WordCountTest {
  @Test
  void jobIsFoundByName() {
    assertThat(ServiceLoader.load(MapReduceJob.class))
        .singleElement()
        .extracting(MapReduceJob::name)
        .isEqualTo("wordcount");
  }

  @Test
  void wordsOfAllFilesAreCounted() {
    JobTestKit kit =
        kit().input("a.txt", "to be or not\nto be").input("b.txt", "be\n\n  that is\tit\n");

    assertThat(kit.run().text()).isEqualTo("be\t3\nis\t1\nit\t1\nnot\t1\nor\t1\nthat\t1\nto\t2\n");
    kit.verifyContract();
  }

  @Test
  void onlyAsciiWhiteSpaceSeparatesWords() {
    JobTestKit kit = kit().input("a.txt", "a b\tc\u000bd\fe\r\nf\u00a0g\u2003h i\u0000j k,l");

    assertThat(kit.run().lines())
        .containsExactly(
            "a\t1", "b\t1", "c\t1", "d\t1", "e\t1", "f\u00a0g\u2003h\t1", "i\u0000j\t1", "k,l\t1");
    kit.verifyContract();
  }

  @Test
  void bytesThatAreNotUtf8PassUnchanged() {
    JobTestKit kit = kit().input("a.txt", new byte[] {(byte) 0xff, 'a', ' ', (byte) 0xe2, '\n'});

    assertThat(kit.run().parts().get(0))
        .isEqualTo(new byte[] {(byte) 0xe2, '\t', '1', '\n', (byte) 0xff, 'a', '\t', '1', '\n'});
    kit.verifyContract();
  }

  @Test
  void noWordsGiveEmptyParts() {
    for (JobTestKit kit :
        new JobTestKit[] {kit(), kit().input("a", ""), kit().input("b", " \n\n")}) {
      JobTestResult result = kit.reducers(3).run();

      assertThat(result.parts()).hasSize(3).allMatch(part -> part.length == 0);
      kit.verifyContract();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void anyNumberOfReducersCountsTheSame(int reducers) {
    JobTestKit kit = kit().input("a.txt", "a b c d e f g h i j k l m n a b c d e f g a b c\n");

    JobTestResult result = kit.reducers(reducers).run();

    assertThat(result.parts()).hasSize(reducers);
    assertThat(result.lines()).containsExactlyInAnyOrderElementsOf(kit.reducers(1).run().lines());
    kit.reducers(reducers).verifyContract();
  }

  @Test
  void parameterIsRefused() {
    assertThatThrownBy(() -> kit().parameter("lower", "true").run())
        .isInstanceOf(IllegalParametersException.class)
        .hasMessage("lower: unknown parameter (expected: none)");
  }

  private static JobTestKit kit() {
    return JobTestKit.of(new WordCount());
  }
}
