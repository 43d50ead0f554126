package dev.cobnut.master.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagePlannerTest {
  private static final StageSpec SAMPLE = new StageSpec(StageSpec.Kind.SAMPLE, 0, 1);
  private static final StageSpec WHOLE = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 2);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = Files.writeString(folder.resolve("a"), "x".repeat(100));
  }

  private JobSpec spec() {
    return spec(0);
  }

  private JobSpec spec(int runningMax) {
    return new JobSpec(
        "job",
        new PluginRef("plugin", "1", "00"),
        List.of(folder.toString()),
        "/out",
        2,
        40,
        Map.of(),
        0,
        runningMax,
        false,
        false,
        Optional.empty());
  }

  @Test
  void stageReadsTheWholeInput() throws Exception {
    assertThat(StagePlanner.plan(spec(), WHOLE, List.of(), 1))
        .extracting(Split::bytes)
        .containsExactly(34L, 33L, 33L);
  }

  /** More would only be more to merge. */
  @Test
  void splitsAreMadeForTheSlotsThatTheJobMayUse() throws Exception {
    Files.delete(file);
    for (int number = 0; number < 6; number++) {
      Files.writeString(folder.resolve("b" + number), "x");
    }

    assertThat(StagePlanner.plan(spec(0), WHOLE, List.of(), 5)).hasSize(5);
    assertThat(StagePlanner.plan(spec(2), WHOLE, List.of(), 5)).hasSize(2);
    assertThat(StagePlanner.plan(spec(9), WHOLE, List.of(), 5)).hasSize(5);
  }

  @Test
  void sampledInputThatIsUnchangedIsPlanned() throws Exception {
    List<Split> sampled = StagePlanner.plan(spec(), SAMPLE, List.of(), 2);

    assertThat(sampled).isNotEmpty();
    assertThat(StagePlanner.plan(spec(), WHOLE, sampled, 2)).hasSize(3);
  }

  @Test
  void inputThatChangedSinceTheSampleEndsTheJob() throws Exception {
    List<Split> sampled = StagePlanner.plan(spec(), SAMPLE, List.of(), 2);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));

    assertThatThrownBy(() -> StagePlanner.plan(spec(), WHOLE, sampled, 2))
        .isInstanceOf(StagePlanner.Refused.class)
        .hasMessage("input " + file + ": changed since the job began (expected: unchanged)");
  }

  @Test
  void inputThatIsGoneSinceTheSampleEndsTheJob() throws Exception {
    List<Split> sampled = StagePlanner.plan(spec(), SAMPLE, List.of(), 2);
    Files.delete(file);

    assertThatThrownBy(() -> StagePlanner.plan(spec(), WHOLE, sampled, 2))
        .isInstanceOf(StagePlanner.Refused.class)
        .hasMessageContaining("gone since the job began");
  }
}
