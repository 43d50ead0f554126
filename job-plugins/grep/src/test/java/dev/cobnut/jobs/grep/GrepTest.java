package dev.cobnut.jobs.grep;

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

class GrepTest {
  @Test
  void jobIsFoundByName() {
    assertThat(ServiceLoader.load(MapReduceJob.class))
        .singleElement()
        .extracting(MapReduceJob::name)
        .isEqualTo("grep");
  }

  @Test
  void allMatchesOfAllLinesAreCounted() {
    JobTestKit kit =
        kit("[A-Z]\\w+")
            .input("a.txt", "Ann met Bob, and Bob met Cid\nno one else\n")
            .input("b.txt", "Bob");

    assertThat(kit.run().text()).isEqualTo("Ann\t1\nBob\t3\nCid\t1\n");
    kit.verifyContract();
  }

  @Test
  void groupsDoNotChangeWhatIsCounted() {
    JobTestKit kit = kit("(a)(b)?").input("a.txt", "ab a");

    assertThat(kit.run().text()).isEqualTo("a\t1\nab\t1\n");
  }

  @Test
  void emptyMatchesAreNotCounted() {
    JobTestKit kit = kit("x*").input("a.txt", "axxb\n\nx\n");

    assertThat(kit.run().text()).isEqualTo("x\t1\nxx\t1\n");
    kit.verifyContract();
  }

  @Test
  void patternsAreOfCharactersNotBytes() {
    JobTestKit kit = kit("n.e|\\p{Lu}.$").input("a.txt", "née Öz\nnice ÖÄ\n");

    assertThat(kit.run().text()).isEqualTo("née\t1\nÖz\t1\nÖÄ\t1\n");
    kit.verifyContract();
  }

  @Test
  void dotMatchesEveryCharacterAndDollarTheEndAlone() {
    assertThat(kit("a.").input("a.txt", "a\rb\na\u2028\n").run().text())
        .isEqualTo("a\r\t1\na\u2028\t1\n");
    assertThat(kit("a$").input("a.txt", "a\r\na\n").run().text()).isEqualTo("a\t1\n");
  }

  @Test
  void bytesThatAreNotUtf8PassUnchanged() {
    JobTestKit kit = kit("a.b").input("a.txt", new byte[] {'x', 'a', (byte) 0xff, 'b', 'y'});

    assertThat(kit.run().parts().get(0))
        .isEqualTo(new byte[] {'a', (byte) 0xff, 'b', '\t', '1', '\n'});
    kit.verifyContract();
  }

  @Test
  void nothingFoundGivesEmptyParts() {
    for (JobTestKit kit :
        new JobTestKit[] {kit("z"), kit("z").input("a", ""), kit("z").input("b", "a\n\nb")}) {
      JobTestResult result = kit.reducers(3).run();

      assertThat(result.parts()).hasSize(3).allMatch(part -> part.length == 0);
      kit.verifyContract();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void anyNumberOfReducersCountsTheSame(int reducers) {
    JobTestKit kit = kit("[a-h]").input("a.txt", "abcdefghijklmnabcdefgabc\nabc\n");

    JobTestResult result = kit.reducers(reducers).run();

    assertThat(result.parts()).hasSize(reducers);
    assertThat(result.lines())
        .containsExactlyInAnyOrder("a\t4", "b\t4", "c\t4", "d\t2", "e\t2", "f\t2", "g\t2", "h\t1");
    kit.verifyContract();
  }

  @Test
  void missingPatternIsRefused() {
    assertThatThrownBy(() -> JobTestKit.of(new Grep()).run())
        .isInstanceOf(IllegalParametersException.class)
        .hasMessage("pattern: missing (expected: a regular expression)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "(", "[a"})
  void patternThatIsNoneIsRefused(String pattern) {
    assertThatThrownBy(() -> kit(pattern).run())
        .isInstanceOf(IllegalParametersException.class)
        .hasMessage("pattern: \"" + pattern + "\" (expected: a regular expression)");
  }

  @Test
  void otherParameterIsRefused() {
    assertThatThrownBy(() -> kit("a").parameter("flags", "i").run())
        .isInstanceOf(IllegalParametersException.class)
        .hasMessage("flags: unknown parameter (expected: one of pattern)");
  }

  private static JobTestKit kit(String pattern) {
    return JobTestKit.of(new Grep()).parameter("pattern", pattern);
  }
}
