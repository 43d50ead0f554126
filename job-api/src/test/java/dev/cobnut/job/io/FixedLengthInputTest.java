package dev.cobnut.job.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.RecordReader;
import dev.cobnut.job.RecordTooLongException;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.io.TestRange.Found;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixedLengthInputTest {
  private static List<Found> read(int recordBytes, TestRange range) throws IOException {
    return TestRange.read(FixedLengthInput.records(recordBytes), range, Utf8::toString);
  }

  @Test
  void eachRecordIsReadOnceWhereverTheFileIsCut() throws IOException {
    String content = "abcdefghijkl";
    for (int recordBytes : List.of(1, 2, 3, 4, 6, 12)) {
      List<Found> expected = new ArrayList<>();
      for (int at = 0; at < 12; at += recordBytes) {
        expected.add(new Found(at, content.substring(at, at + recordBytes)));
      }
      for (int first = 0; first <= 12; first++) {
        for (int second = first; second <= 12; second++) {
          List<Found> found = new ArrayList<>();
          found.addAll(read(recordBytes, new TestRange(content, 0, first, 12, 1)));
          found.addAll(read(recordBytes, new TestRange(content, first, second, 12, 5)));
          found.addAll(read(recordBytes, new TestRange(content, second, 12, 12, 100)));
          assertThat(found).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void largeFilesAreReadThroughTheBuffer() throws IOException {
    StringBuilder content = new StringBuilder();
    for (int record = 0; record < 10_000; record++) {
      content.append("%099d\n".formatted(record));
    }
    List<Found> found = read(100, TestRange.whole(content.toString()));
    assertThat(found).hasSize(10_000);
    for (int record = 0; record < 10_000; record++) {
      assertThat(found.get(record))
          .isEqualTo(new Found(100L * record, "%099d\n".formatted(record)));
    }
  }

  @Test
  void anEmptyFileHasNoRecords() throws IOException {
    assertThat(read(10, TestRange.whole(""))).isEmpty();
  }

  @Test
  void aFileOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> read(5, TestRange.whole("abcdefg")))
        .isInstanceOf(IOException.class)
        .hasMessage("/data/test: 7 bytes (expected: a multiple of 5)");
  }

  @Test
  void recordsOverTheLimitAreRefused() throws IOException {
    RecordReader<Utf8> reader =
        FixedLengthInput.records(5).open(new TestRange("abcdefghij", 0, 10, 4, 100));
    assertThatThrownBy(reader::next).isInstanceOf(RecordTooLongException.class);
  }

  @Test
  void recordsHaveALength() {
    assertThatThrownBy(() -> FixedLengthInput.records(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("record bytes: 0 (expected: 1 or more)");
  }

  @Test
  void aFileThatEndsEarlyIsAnError() throws IOException {
    TestRange shrunk = new TestRange("abcde", 0, 10, 100, 100);
    RecordReader<Utf8> reader = FixedLengthInput.records(5).open(shrunk);
    assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
  }
}
