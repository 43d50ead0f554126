package dev.cobnut.app.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    assertThat(new Table("ID", "STATE").row("a-long-id", "QUEUED").row("b", "").lines())
        .containsExactly("ID         STATE", "a-long-id  QUEUED", "b");
  }

  @Test
  void rowHasACellForEachHeading() {
    assertThatThrownBy(() -> new Table("A", "B").row("1")).hasMessage("row: 1 cells (expected: 2)");
  }
}
