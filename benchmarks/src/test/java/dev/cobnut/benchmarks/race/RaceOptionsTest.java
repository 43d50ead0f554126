package dev.cobnut.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.benchmarks.data.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceOptionsTest {
  private static final List<String> KNOWN = List.of("a", "b", "c");

  @TempDir Path folder;

  @Test
  void defaultsHoldUntilAnOptionIsGiven() {
    RaceOptions options =
        RaceOptions.parse(RaceOptions.RACE, List.of("--rounds=3", "--contenders=c,a"));

    assertThat(options.number("rounds", 1)).isEqualTo(3);
    assertThat(options.names("contenders", KNOWN)).containsExactly("c", "a");
    assertThat(options.names("workloads", KNOWN)).isEqualTo(KNOWN);
    assertThat(options.words("peer-options")).hasSize(3);
    assertThat(options.isCold()).isFalse();
  }

  @Test
  void whatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> RaceOptions.parse(RaceOptions.RACE, List.of("--laps=3")))
        .hasMessageStartingWith("--laps=3 (expected: one of)");
    assertThatThrownBy(() -> RaceOptions.parse(RaceOptions.RACE, List.of("rounds=3")))
        .hasMessageStartingWith("rounds=3 (expected");
    assertThatThrownBy(
            () ->
                RaceOptions.parse(RaceOptions.RACE, List.of("--contenders=d"))
                    .names("contenders", KNOWN))
        .hasMessage("--contenders=d (expected: [a, b, c])");
    assertThatThrownBy(
            () -> RaceOptions.parse(RaceOptions.RACE, List.of("--rounds=0")).number("rounds", 1))
        .hasMessage("--rounds=0 (expected: a whole number from 1)");
  }

  @Test
  void sectionIsReplacedBetweenItsMarks() throws IOException {
    Path page = folder.resolve("page.md");
    Files.writeString(page, "before\n<!-- race -->\nold\n<!-- end of race -->\nafter\n");

    new MarkedSection(page, "race").write(List.of("new"));

    assertThat(page).hasContent("before\n<!-- race -->\n\nnew\n\n<!-- end of race -->\nafter\n");
    assertThatThrownBy(() -> new MarkedSection(page, "laps").write(List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no section laps");
    assertThatThrownBy(() -> new MarkedSection(page, "laps").require())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no section laps");
  }

  @Test
  void dataIsMadeOnce() throws Exception {
    DataFolder data = new DataFolder(folder, 0.0001, folder);
    Path records = data.of(DataSet.RECORDS);
    Path first = records.resolve("part-00");
    Files.writeString(first, "kept");

    assertThat(data.of(DataSet.RECORDS)).isEqualTo(records);
    assertThat(first).hasContent("kept");
  }

  @Test
  void dataOfAnotherScaleIsRefused() throws Exception {
    new DataFolder(folder, 0.0001, folder).of(DataSet.RECORDS);

    assertThatThrownBy(() -> new DataFolder(folder, 0.0002, folder).of(DataSet.RECORDS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("give another --data");
  }
}
