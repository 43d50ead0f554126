package dev.cobnut.runtime.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CrashPointTest {
  /** Comes to one point three times. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      for (int pass = 1; pass <= 3; pass++) {
        CrashPoint.JOURNAL_AFTER_SEGMENT.reach();
        System.out.println("passed " + pass);
      }
    }
  }

  private record End(int code, String out) {}

  private static End run(String... properties) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new java.util.ArrayList<>(List.of(java));
    command.addAll(List.of(properties));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new End(process.waitFor(), out);
  }

  @Test
  void nothingHappensWhereNoPointIsNamed() throws Exception {
    assertThat(run()).isEqualTo(new End(0, "passed 1\npassed 2\npassed 3\n"));
  }

  @Test
  void processHaltsAtTheNamedPass() throws Exception {
    assertThat(run("-Dcobnut.crashPoint=JOURNAL_AFTER_SEGMENT:2"))
        .isEqualTo(new End(137, "passed 1\ncrash point JOURNAL_AFTER_SEGMENT: halted\n"));
  }

  @Test
  void otherPointsArePassed() throws Exception {
    assertThat(run("-Dcobnut.crashPoint=JOURNAL_BEFORE_SEGMENT").code()).isZero();
  }
}
