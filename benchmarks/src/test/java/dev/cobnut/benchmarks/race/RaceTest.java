package dev.cobnut.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTest {
  private static final String COUNT = "mkdir $1 && sort $0/* | uniq -c > $1/part-0";

  @TempDir Path folder;

  private Path in;
  private Race race;

  @BeforeEach
  void makeInput() throws IOException {
    in = Files.createDirectory(folder.resolve("in"));
    Files.writeString(in.resolve("a"), "x\ny\nx\n");
    Meter meter = new Meter(folder, Duration.ofMinutes(1));
    race = new Race(folder, meter, false, new PrintStream(OutputStream.nullOutputStream()));
  }

  @Test
  void contendersTakeTurns() throws Exception {
    Results results = over(2, contender("a", COUNT), contender("b", COUNT));

    assertThat(results.runs())
        .extracting(Run::contender)
        .containsExactly("a", "b", "a", "b", "a", "b");
    assertThat(results.runs()).extracting(Run::round).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(results.digests()).hasSize(1);
    assertThat(race.failures()).isEmpty();
    assertThat(folder.resolve("runs.jsonl")).content().hasLineCount(6).contains("\"round\":2");
  }

  @Test
  void outputsThatDifferAreTold() throws Exception {
    over(1, contender("a", COUNT), contender("b", "mkdir $1 && cat $0/* > $1/part-0"));

    assertThat(race.failures())
        .singleElement()
        .asString()
        .contains("output of b is", "as that of a");
  }

  @Test
  void othersGoOnWhereOneFails() throws Exception {
    Results results = over(1, contender("a", "echo broken; exit 3"), contender("b", COUNT));

    assertThat(results.contenders()).containsExactly("b");
    assertThat(results.rounds("b")).isEqualTo(1);
    assertThat(race.failures())
        .singleElement()
        .asString()
        .contains("a failed", "ended with 3", "broken");
  }

  @Test
  void whatChildrenOfChildrenUseCounts() throws Exception {
    String busy = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
    Results results =
        over(
            1,
            contender("idle", "mkdir $1"),
            contender("busy", "mkdir $1; sh -c '" + busy + "'; true"));

    double idle = results.figure("idle", Cost::cpuSeconds).median();
    assertThat(results.figure("busy", Cost::cpuSeconds).median()).isGreaterThan(idle + 0.05);
  }

  @Test
  void memoryOfAProcessIsSeen() throws Exception {
    byte[] held = new byte[64 << 20];
    Arrays.fill(held, (byte) 1);
    MemoryWatch watch = MemoryWatch.start(List.of(ProcessHandle.current().pid()));
    watch.stop();

    assertThat(watch.anonymousPeakBytes()).isGreaterThan(held.length);
    assertThat(watch.residentPeakBytes()).isGreaterThan(watch.anonymousPeakBytes());
  }

  private Results over(int rounds, Contender... contenders) throws Exception {
    return race.over(Workload.WORDCOUNT, List.of(contenders), in, rounds);
  }

  private static Contender contender(String name, String script) {
    return new ProgramContender(
        name,
        EnumSet.allOf(Workload.class),
        Optional::empty,
        (workload, in, out) -> List.of("sh", "-c", script, in, out));
  }
}
