package dev.cobnut.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {
  private static Utf8 view(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return new Utf8(bytes, 1, bytes.length - 2);
  }

  @Test
  void equalBytesAreEqualWhereverTheyLie() {
    assertThat(view("abc")).isEqualTo(Utf8.of("abc")).hasSameHashCodeAs(Utf8.of("abc"));
    assertThat(view("abc")).isNotEqualTo(Utf8.of("abd")).isNotEqualTo(Utf8.of("ab"));
    assertThat(view("abc")).isNotEqualTo("abc");
    assertThat(new Utf8()).isEqualTo(Utf8.of(""));
    assertThat(new Utf8().isEmpty()).isTrue();
  }

  @Test
  void orderIsThatOfUnsignedBytes() {
    assertThat(Utf8.of("a")).isLessThan(Utf8.of("ab"));
    assertThat(Utf8.of("z")).isLessThan(Utf8.of("\u00e4"));
    assertThat(Utf8.of("\uffff")).isLessThan(Utf8.of("\ud83d\ude00"));
  }

  @Test
  void copyStaysWhenTheViewMovesOn() {
    Utf8 view = view("first");
    Utf8 copy = view.copy();
    view.array()[view.offset()] = 'F';
    view.set(new byte[] {'x'}, 0, 1);
    assertThat(copy).hasToString("first");
    assertThat(view).hasToString("x");
  }

  @Test
  void sliceIsAViewOfAPart() {
    Utf8 text = view("hello");
    assertThat(text.slice(1, 3)).hasToString("el");
    assertThat(text.slice(5, 5).isEmpty()).isTrue();
    assertThat(text.slice(1, 3).array()).isSameAs(text.array());
    assertThatThrownBy(() -> text.slice(2, 6))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("slice: 2..6 (expected: within 0..5)");
    assertThatThrownBy(() -> text.slice(3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> text.slice(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void indexOfFindsBytesWithinTheView() {
    Utf8 text = view("a\tb\t");
    assertThat(text.indexOf('\t', 0)).isEqualTo(1);
    assertThat(text.indexOf('\t', 2)).isEqualTo(3);
    assertThat(text.indexOf('>', 0)).isEqualTo(-1);
    assertThat(text.indexOf('a', -3)).isZero();
    assertThat(text.at(2)).isEqualTo((byte) 'b');
    assertThat(view("\u00ff").indexOf(0xc3, 0)).isZero();
  }

  @Test
  void indexOfEitherFindsTheFirstOfTwoBytesWithinTheView() {
    Utf8 text = view("a\tb\"cdefghij\tk");
    assertThat(text.indexOfEither('"', '\t', 0)).isEqualTo(1);
    assertThat(text.indexOfEither('\t', '"', 2)).isEqualTo(3);
    assertThat(text.indexOfEither('"', '\t', 4)).isEqualTo(12);
    assertThat(text.indexOfEither('>', '<', -1)).isEqualTo(-1);
    assertThat(text.indexOfEither('a', 'b', 99)).isEqualTo(-1);
  }
}
