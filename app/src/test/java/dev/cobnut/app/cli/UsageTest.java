package dev.cobnut.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong before anything starts. */
final class UsageTest {
  private final Shell shell = new Shell(UsageTest.class.getClassLoader());

  @Test
  void mistypedCommandIsToldWithTheNearest() {
    assertThat(shell.run("rum")).isEqualTo(2);
    assertThat(shell.err()).contains("unknown: rum").contains("did you mean: run?");
  }

  @Test
  void commandThatComesLaterIsUnknown() {
    assertThat(shell.run("doctor")).isEqualTo(2);
    assertThat(shell.err()).contains("error: unknown: doctor").contains("see: cobnut help");
  }

  @Test
  void mistypedOptionIsToldWithTheNearest() {
    assertThat(shell.run("run", "wordcount", "--inptu", "a", "--output", "b")).isEqualTo(2);
    assertThat(shell.err())
        .contains("unknown: --inptu")
        .contains("did you mean: --input?")
        .contains("see: cobnut help run");
  }

  @Test
  void missingArgumentsAreNamed() {
    assertThat(shell.run("run")).isEqualTo(2);
    assertThat(shell.err()).contains("JOB");
    assertThat(shell.run("run", "wordcount", "--output", "b")).isEqualTo(2);
    assertThat(shell.err()).contains("--input");
  }

  @Test
  void numberThatIsNoneIsNamed() {
    assertThat(shell.run("run", "wordcount", "-i", "a", "-o", "b", "--reducers", "many"))
        .isEqualTo(2);
    assertThat(shell.err()).contains("--reducers").contains("'many'");
  }

  @Test
  void settingWithoutAValueIsNamed() {
    assertThat(shell.run("run", "grep", "-i", "a", "-o", "b", "--set", "pattern")).isEqualTo(2);
    assertThat(shell.err()).isEqualTo("error: --set: \"pattern\" (expected: NAME=VALUE)\n");
  }

  @Test
  void settingGivenTwiceIsNamed() {
    assertThat(shell.run("submit", "grep", "-i", "a", "-o", "b", "--set", "p=1", "--set", "p=2"))
        .isEqualTo(2);
    assertThat(shell.err()).contains("--set: p given twice");
  }

  @Test
  void resumingWhereNoRunWasStoppedIsRefused(@TempDir Path folder) {
    String output = folder.resolve("out").toString();

    assertThat(shell.run("run", "-o", output, "--resume")).isEqualTo(2);

    assertThat(shell.err()).contains("--resume: no run was stopped at " + output);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void workersAndPluginsAreCheckedBeforeAnythingStarts(@TempDir Path folder) {
    assertThat(shell.run("run", "wordcount", "-i", "a", "-o", "b", "--workers", "0")).isEqualTo(2);
    assertThat(shell.err()).contains("worker.slots: \"0\"");
    String missing = folder.resolve("missing").toString();
    assertThat(shell.run("run", "wordcount", "-i", "a", "-o", "b", "--plugins", missing))
        .isEqualTo(2);
    assertThat(shell.err())
        .isEqualTo("error: --plugins: " + missing + " (expected: a directory with jars)\n");
  }

  @Test
  void helpAndVersionAreResults() {
    assertThat(shell.run("help")).isZero();
    assertThat(shell.out()).contains("run").contains("submit").contains("-cluster -conf FILE");
    assertThat(shell.run("help", "run")).isZero();
    assertThat(shell.out()).contains("--overwrite");
    assertThat(shell.run("--version")).isZero();
    assertThat(shell.out()).contains("Cobnut").contains("Java");
  }
}
