package dev.cobnut.jobs.invertedindex;

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

class InvertedIndexTest {
  @Test
  void jobIsFoundByName() {
    assertThat(ServiceLoader.load(MapReduceJob.class))
        .singleElement()
        .extracting(MapReduceJob::name)
        .isEqualTo("inverted-index");
  }

  @Test
  void eachWordListsTheFilesThatHoldIt() {
    JobTestKit kit =
        kit()
            .input("a.txt", "to be or not\nto be\n")
            .input("docs/b.txt", "be that\nbe it")
            .input("docs/c.txt", "that\n");

    assertThat(kit.run().text())
        .isEqualTo(
            """
            be\ta.txt,docs/b.txt
            it\tdocs/b.txt
            not\ta.txt
            or\ta.txt
            that\tdocs/b.txt,docs/c.txt
            to\ta.txt
            """);
    kit.verifyContract();
  }

  @Test
  void filesAreSortedByTheirBytes() {
    JobTestKit kit =
        kit()
            .input("ﬀ", "x")
            .input("😀", "x")
            .input("é", "x")
            .input("b", "x")
            .input("a/b", "x")
            .input("a-b", "x")
            .input("B", "x")
            .input("10", "x")
            .input("9", "x");

    assertThat(kit.run().text()).isEqualTo("x\t10,9,B,a-b,a/b,b,é,ﬀ,😀\n");
    kit.verifyContract();
  }

  @Test
  void fileThatTwoInputsHaveAtTheSamePathIsListedOnce() {
    JobTestKit kit = kit().input("a", "x x").input("b", "x").input("a", "x y");

    assertThat(kit.run().text()).isEqualTo("x\ta,b\ny\ta\n");
    kit.verifyContract();
  }

  @Test
  void filesThatComeOutOfOrderAreSorted() {
    JobTestKit kit = kit();
    for (String input : new String[] {"m", "b", "x", "a", "m", "x,y", "b,", "z"}) {
      kit.input(input, "w v");
    }
    for (int file = 0; file < 40; file++) {
      kit.input("n" + (char) ('0' + file), "w");
    }
    kit.input("c", "w");

    StringBuilder files = new StringBuilder("a,b,b,,c,m");
    for (int file = 0; file < 40; file++) {
      files.append(",n").append((char) ('0' + file));
    }
    assertThat(kit.run().text()).isEqualTo("v\ta,b,b,,m,x,x,y,z\nw\t" + files.append(",x,x,y,z\n"));
    kit.verifyContract();
  }

  @Test
  void pathsAreWrittenAsTheyAre() {
    JobTestKit kit = kit().input("a, b", "x").input("c", "x");

    assertThat(kit.run().text()).isEqualTo("x\ta, b,c\n");
  }

  @Test
  void bytesThatAreNotUtf8PassUnchanged() {
    JobTestKit kit = kit().input("a", new byte[] {(byte) 0xff, ' ', (byte) 0xff});

    assertThat(kit.run().parts().get(0)).isEqualTo(new byte[] {(byte) 0xff, '\t', 'a', '\n'});
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
  void anyNumberOfReducersListsTheSame(int reducers) {
    JobTestKit kit = kit().input("a", "a b c d e f").input("b", "d e f g h").input("c", "a h");

    JobTestResult result = kit.reducers(reducers).run();

    assertThat(result.parts()).hasSize(reducers);
    assertThat(result.lines())
        .containsExactlyInAnyOrder(
            "a\ta,c", "b\ta", "c\ta", "d\ta,b", "e\ta,b", "f\ta,b", "g\tb", "h\tb,c");
    kit.verifyContract();
  }

  @Test
  void parameterIsRefused() {
    assertThatThrownBy(() -> kit().parameter("stop", "a").run())
        .isInstanceOf(IllegalParametersException.class)
        .hasMessage("stop: unknown parameter (expected: none)");
  }

  private static JobTestKit kit() {
    return JobTestKit.of(new InvertedIndex());
  }
}
