package dev.cobnut.jobs.sort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Utf8;
import org.junit.jupiter.api.Test;

class FieldTest {
  @Test
  void fieldsAreCountedFromOne() {
    assertThat(field(1, "\t", "a\tbc\td")).isEqualTo("a");
    assertThat(field(2, "\t", "a\tbc\td")).isEqualTo("bc");
    assertThat(field(3, "\t", "a\tbc\td")).isEqualTo("d");
  }

  @Test
  void missingFieldIsEmpty() {
    assertThat(field(4, "\t", "a\tbc\td")).isEmpty();
    assertThat(field(1_000_000, "\t", "a")).isEmpty();
    assertThat(field(2, "\t", "")).isEmpty();
  }

  @Test
  void separatorsInARowHaveEmptyFieldsBetweenThem() {
    assertThat(field(2, ",", "a,,c,")).isEmpty();
    assertThat(field(3, ",", "a,,c,")).isEqualTo("c");
    assertThat(field(4, ",", "a,,c,")).isEmpty();
  }

  @Test
  void separatorMayHaveSeveralBytes() {
    assertThat(field(2, "::", "a:b::c:::d")).isEqualTo("c");
    assertThat(field(3, "::", "a:b::c:::d")).isEqualTo(":d");
    assertThat(field(2, "→", "a→b")).isEqualTo("b");
    assertThat(field(1, "::", "a:")).isEqualTo("a:");
  }

  @Test
  void onlyTheLineIsLookedAtNotTheArrayAroundIt() {
    Utf8 line = Utf8.of("x,ab,y").slice(2, 4);

    assertThat(new Field(1, Utf8.of(",")).of(line)).hasToString("ab");
    assertThat(new Field(2, Utf8.of(",")).of(line)).hasToString("");
  }

  private static String field(long number, String separator, String line) {
    return new Field(number, Utf8.of(separator)).of(Utf8.of(line)).toString();
  }
}
