package dev.cobnut.job.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.InputFormat;
import dev.cobnut.job.RecordReader;
import dev.cobnut.job.RecordTooLongException;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.io.TestRange.Found;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextInputTest {
  private static final int RECORD_BYTES_MAX = 1 << 20;

  private static String raw(Line line) {
    return new String(line.array(), line.offset(), line.length(), StandardCharsets.ISO_8859_1);
  }

  private static List<Found> read(TestRange range) throws IOException {
    return TestRange.read(TextInput.lines(), range, TextInputTest::raw);
  }

  /** What the definition of a line says, as simply as it can be said. */
  private static List<Found> expected(String content) {
    List<Found> lines = new ArrayList<>();
    int begin = 0;
    while (begin < content.length()) {
      int newline = content.indexOf('\n', begin);
      int end = newline < 0 ? content.length() : newline;
      lines.add(new Found(begin, content.substring(begin, end)));
      begin = end + 1;
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n\n\n",
        "a",
        "a\n",
        "a\nb",
        "one\r\ntwo\r\n\r\nthree",
        "\nlong line here\n\nx\n",
        "\u00ff\u00fe bad \u00c3\n\u0080\n",
        "0123456789abcdef\n0123456789abcdefg\nz"
      })
  void eachLineIsReadOnceWhereverTheFileIsCut(String content) throws IOException {
    int length = content.length();
    for (int readBytesMax : List.of(1, 3, RECORD_BYTES_MAX)) {
      for (int first = 0; first <= length; first++) {
        for (int second = first; second <= length; second++) {
          List<Found> found = new ArrayList<>();
          found.addAll(read(new TestRange(content, 0, first, RECORD_BYTES_MAX, readBytesMax)));
          found.addAll(read(new TestRange(content, first, second, RECORD_BYTES_MAX, readBytesMax)));
          found.addAll(
              read(new TestRange(content, second, length, RECORD_BYTES_MAX, readBytesMax)));
          assertThat(found).as("cut at %d and %d", first, second).isEqualTo(expected(content));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ab",
        "ab\n",
        "\nab\n\nab",
        "xab\nxa\nb\nabab\nb",
        "ab\r\nno\r\nab\r\n",
        "\u00ff\nab\u00ff\n\naab",
        "no\n\nneither\na",
        "0123456789abcdef\n0123456789\nab"
      })
  void eachLineWithATextIsReadOnceWhereverTheFileIsCut(String content) throws IOException {
    InputFormat<Line> format = TextInput.linesWith(Utf8.of("ab"));
    List<Found> expected =
        expected(content).stream().filter(line -> line.text().contains("ab")).toList();
    int length = content.length();
    for (int readBytesMax : List.of(1, 3, RECORD_BYTES_MAX)) {
      for (int cut = 0; cut <= length; cut++) {
        List<Found> found = new ArrayList<>();
        for (TestRange range :
            List.of(
                new TestRange(content, 0, cut, RECORD_BYTES_MAX, readBytesMax),
                new TestRange(content, cut, length, RECORD_BYTES_MAX, readBytesMax))) {
          found.addAll(TestRange.read(format, range, TextInputTest::raw));
        }
        assertThat(found).as("cut at %d", cut).isEqualTo(expected);
      }
    }
  }

  @Test
  void linesWithATextAreReadThroughTheBuffer() throws IOException {
    Random random = new Random(5);
    StringBuilder content = new StringBuilder();
    while (content.length() < 1_500_000) {
      content.append("x".repeat(random.nextInt(random.nextInt(100) == 0 ? 400_000 : 200)));
      content.append(random.nextInt(10) == 0 ? "needle" : "need");
      content.append("y".repeat(random.nextInt(20))).append('\n');
    }
    String text = content.toString();
    List<Found> expected =
        expected(text).stream().filter(line -> line.text().contains("needle")).toList();
    assertThat(expected.size()).isGreaterThan(20);

    List<Found> found =
        TestRange.read(
            TextInput.linesWith(Utf8.of("needle")), TestRange.whole(text), TextInputTest::raw);

    assertThat(found.equals(expected)).isTrue();
  }

  @Test
  void tooLongALineIsToldOfWhetherItHasTheTextOrNot() {
    for (String line : List.of("x".repeat(50), "x".repeat(50) + "ab", "ab" + "x".repeat(50))) {
      TestRange range = new TestRange("ab\n" + line + "\nab", 0, 10, 20, RECORD_BYTES_MAX);
      assertThatThrownBy(
              () -> TestRange.read(TextInput.linesWith(Utf8.of("ab")), range, TextInputTest::raw))
          .isInstanceOf(RecordTooLongException.class);
    }
  }

  @Test
  void noTextOfALineHasALineEnd() {
    assertThatThrownBy(() -> TextInput.linesWith(Utf8.of("a\nb")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: one without a line end");
    assertThatThrownBy(() -> TextInput.linesWith(Utf8.of("")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void largeFilesAreReadThroughTheBuffer() throws IOException {
    Random random = new Random(3);
    StringBuilder content = new StringBuilder();
    while (content.length() < 1_500_000) {
      content.append("x".repeat(random.nextInt(random.nextInt(100) == 0 ? 400_000 : 200)));
      content.append('\n');
    }
    String text = content.toString();
    assertThat(read(TestRange.whole(text))).isEqualTo(expected(text));
    List<Found> found = new ArrayList<>();
    for (int start = 0; start < text.length(); start += 300_001) {
      int end = Math.min(text.length(), start + 300_001);
      found.addAll(read(new TestRange(text, start, end, RECORD_BYTES_MAX, RECORD_BYTES_MAX)));
    }
    assertThat(found).isEqualTo(expected(text));
  }

  @Test
  void aLineUpToTheLimitIsRead() throws IOException {
    String content = "0123456789\n0123456789\n0123456789";
    for (int readBytesMax = 1; readBytesMax < 40; readBytesMax++) {
      assertThat(read(new TestRange(content, 0, content.length(), 10, readBytesMax)))
          .isEqualTo(expected(content));
    }
  }

  @Test
  void aLineOverTheLimitIsRefusedWithItsPlace() throws IOException {
    for (String end : List.of("\nz", "")) {
      String content = "short\n0123456789x" + end;
      RecordReader<Line> reader =
          TextInput.lines().open(new TestRange(content, 0, content.length(), 10, 4));
      assertThat(reader.next()).isTrue();
      assertThatThrownBy(reader::next)
          .isInstanceOf(RecordTooLongException.class)
          .hasMessage(
              "record at byte 6 of /data/test is longer than record.limit"
                  + " (expected: at most 10 bytes)");
    }
  }

  @Test
  void aLongLineOfTheRangeBeforeIsSkippedWhateverItsLength() throws IOException {
    String content = "x".repeat(1_000) + "\nnext";
    assertThat(read(new TestRange(content, 5, content.length(), 10, 64)))
        .containsExactly(new Found(1_001, "next"));
  }

  @Test
  void noMoreThanTheLimitIsBuffered() {
    String content = "y".repeat(5_000);
    TestRange range = new TestRange(content, 0, content.length(), 100, RECORD_BYTES_MAX);
    LineScanner scanner = new LineScanner(range);
    assertThatThrownBy(scanner::next).isInstanceOf(RecordTooLongException.class);
    assertThat(scanner.array()).hasSizeLessThanOrEqualTo(101);
  }

  @Test
  void stringsReplaceWhatIsNotUtf8() throws IOException {
    String utf8 =
        new String("\u00e4\n".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(TestRange.read(TextInput.strings(), TestRange.whole(utf8 + "\u00ff!"), text -> text))
        .containsExactly(new Found(0, "\u00e4"), new Found(3, "\ufffd!"));
  }

  @Test
  void oneLineObjectServesAllLines() throws IOException {
    RecordReader<Line> reader = TextInput.lines().open(TestRange.whole("a b\nc"));
    assertThat(reader.next()).isTrue();
    Line first = reader.record();
    assertThat(first.text()).hasToString("a b");
    assertThat(reader.next()).isTrue();
    assertThat(reader.record()).isSameAs(first).hasToString("c");
    assertThat(reader.next()).isFalse();
    assertThat(reader.next()).isFalse();
  }
}
