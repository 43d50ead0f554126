package dev.cobnut.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EntryNamesTest {
  @Test
  void tasksOfAStageAndKindShareEntriesByIndex() {
    assertThat(EntryNames.of("k3f9/s0-m-00000")).isEqualTo("k3f9/s0-m/0");
    assertThat(EntryNames.of("k3f9/s0-m-00249")).isEqualTo("k3f9/s0-m/0");
    assertThat(EntryNames.of("k3f9/s0-m-00250")).isEqualTo("k3f9/s0-m/1");
    assertThat(EntryNames.of("k3f9/s12-r-1000000")).isEqualTo("k3f9/s12-r/4000");
  }

  @Test
  void skipListIsInItsTasksEntry() {
    assertThat(EntryNames.of("k3f9/s0-m-00251/skips")).isEqualTo("k3f9/s0-m/1");
  }

  @Test
  void jobsAndPlansHaveEntriesOfTheirOwn() {
    assertThat(EntryNames.of("k3f9")).isEqualTo("k3f9");
    assertThat(EntryNames.of("a-s0-m-00003")).isEqualTo("a-s0-m-00003");
    assertThat(EntryNames.of("k3f9/s0")).isEqualTo("k3f9/s0");
  }

  @Test
  void keyBeginsWithItsTerm() {
    assertThat(EntryNames.term(EntryNames.key(42, "k3f9/s0"))).isEqualTo(42);
    assertThat(EntryNames.term(EntryNames.headerKey(42))).isEqualTo(42);
    assertThat(EntryNames.term(EntryNames.listKey(42, 50))).isEqualTo(42);
    assertThat(EntryNames.isHeader(EntryNames.listKey(42, 50))).isFalse();
  }
}
