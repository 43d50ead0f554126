package dev.cobnut.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.cluster.jobs.GatedCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run in one process is killed, and another process goes on with it. */
@Timeout(240)
final class ResumeIT {
  private static final int REDUCERS = 3;

  @TempDir Path folder;
  private Path input;
  private Path gate;

  @BeforeEach
  void prepare() throws IOException {
    input = Texts.write(folder.resolve("input"), 6, 500);
    gate = Files.createDirectories(folder.resolve("gate"));
    Files.createDirectories(folder.resolve("plugins"));
    PluginJars.write(folder.resolve("plugins/gated-count.jar"), GatedCount.class);
  }

  private Map<String, String> parameters(String phase) {
    return Map.of("gate", gate.toString(), "phase", phase);
  }

  private String[] run(String phase) {
    return new String[] {
      "run",
      "gated-count",
      "--input",
      input.toString(),
      "--output",
      "out",
      "--reducers",
      Integer.toString(REDUCERS),
      "--set",
      "gate=" + gate,
      "--set",
      "phase=" + phase
    };
  }

  /** Begins a run, and kills it when it stands at the gate; tells its number. */
  private long killAtGate(String phase) throws Exception {
    List<String> command = new ArrayList<>(List.of(Jar.java(), "-jar", Jar.path().toString()));
    command.addAll(List.of(run(phase)));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("killed.txt").toFile())
            .start();
    try {
      Path mark = gate.resolve("at-" + process.pid());
      Await.until("a task at the gate", Duration.ofSeconds(60), () -> Files.exists(mark));
    } finally {
      process.destroyForcibly().waitFor();
    }
    return process.pid();
  }

  private List<String> mapped() throws IOException {
    try (var files = Files.list(gate)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("mapped-"))
          .toList();
    }
  }

  private void assertWholeAndTidy(String phase) throws IOException {
    Path output = folder.resolve("out");
    Reference.assertSame(output, new GatedCount(), parameters(phase), input, REDUCERS);
    assertThat(output.resolve("_cobnut")).doesNotExist();
  }

  @Test
  void runThatWasKilledGoesOnAndRunsNoMapAgain() throws Exception {
    long killed = killAtGate("reduce");
    assertThat(folder.resolve("out/_SUCCESS")).doesNotExist();
    Files.writeString(gate.resolve("open"), "");

    Cli.Result again = Cli.cobnut(folder, run("reduce"));
    Cli.Result other = Cli.cobnut(folder, "run", "wordcount", "--resume", "--output", "out");
    Cli.Result resumed = Cli.cobnut(folder, "run", "--resume", "--output", "out");

    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err())
        .contains("is used by a run of job gated-count")
        .contains("by process " + killed)
        .contains("--resume goes on with it");
    assertThat(other.exit()).as(other.err()).isEqualTo(2);
    assertThat(other.err()).contains("JOB: wordcount (expected: gated-count");
    assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isZero();
    assertThat(mapped()).containsExactly("mapped-" + killed);
    assertWholeAndTidy("reduce");
  }

  @Test
  void runThatWasKilledInItsMapsGoesOn() throws Exception {
    killAtGate("map");
    Files.writeString(gate.resolve("open"), "");
    List<String> command = new ArrayList<>(List.of(run("map")));
    command.add("--resume");

    Cli.Result resumed = Cli.cobnut(folder, command.toArray(String[]::new));

    assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isZero();
    assertWholeAndTidy("map");
  }

  @Test
  void nothingIsResumedWhereNothingWasStopped() throws Exception {
    Cli.Result resumed = Cli.cobnut(folder, "run", "--resume", "--output", "out");

    assertThat(resumed.exit()).isEqualTo(2);
    assertThat(resumed.err()).contains("--resume: no run was stopped at out");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
