package dev.cobnut.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RecordMergerTest {
  @Test
  void mergesAsAStableSortOfAllSourcesInOrder() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<ListCursor> sources = new ArrayList<>();
      List<TestRecord> expected = new ArrayList<>();
      int count = random.nextInt(20);
      for (int source = 0; source < count; source++) {
        List<TestRecord> records =
            TestRecord.random(random, random.nextInt(3) == 0 ? 0 : random.nextInt(40), 6);
        records.sort(TestRecord.BY_KEY);
        sources.add(new ListCursor(records));
        expected.addAll(records);
      }
      expected.sort(TestRecord.BY_KEY);

      assertThat(TestRecord.readAll(merger(sources))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void equalKeysComeInTheOrderOfTheSources() throws IOException {
    List<ListCursor> sources = new ArrayList<>();
    List<TestRecord> expected = new ArrayList<>();
    for (int source = 0; source < 9; source++) {
      List<TestRecord> records =
          List.of(TestRecord.ofText("key", source + "a"), TestRecord.ofText("key", source + "b"));
      sources.add(new ListCursor(records));
      expected.addAll(records);
    }

    assertThat(TestRecord.readAll(merger(sources))).isEqualTo(expected);
  }

  @Test
  void keysThatDifferInZerosAtTheEndAreOrderedByLength() throws IOException {
    TestRecord one = TestRecord.ofText("a", "");
    TestRecord two = TestRecord.ofText("a\0", "");
    TestRecord three = TestRecord.ofText("a\0\0\0\0\0\0\0\0", "");

    RecordMerger merger =
        merger(
            List.of(
                new ListCursor(List.of(three)),
                new ListCursor(List.of(two)),
                new ListCursor(List.of(one))));

    assertThat(TestRecord.readAll(merger)).containsExactly(one, two, three);
  }

  /** What one source doesn't have twice, another may have. */
  @Test
  void onlyOneSourceKnowsThatARecordIsAlone() throws IOException {
    List<TestRecord> records = List.of(TestRecord.ofText("key", "value"));
    RecordMerger alone = merger(List.of(new ListCursor(records).ofKeysThatDiffer()));
    assertThat(alone.isAlone()).as("before the first").isFalse();
    assertThat(alone.next()).isTrue();
    assertThat(alone.isAlone()).isTrue();

    ListCursor other = new ListCursor(List.of()).ofKeysThatDiffer();
    RecordMerger two = merger(List.of(new ListCursor(records).ofKeysThatDiffer(), other));
    assertThat(two.next()).isTrue();
    assertThat(two.isAlone()).isFalse();
  }

  @Test
  void closesAllSourcesThenWhatComesAfterwards() throws IOException {
    ListCursor first = new ListCursor(List.of());
    ListCursor second = new ListCursor(List.of());
    AtomicInteger closed = new AtomicInteger();
    RecordMerger merger =
        new RecordMerger(
            List.of(first, second),
            new TestWatch(),
            () -> {
              assertThat(first.isClosed() && second.isClosed()).isTrue();
              closed.incrementAndGet();
            });

    merger.close();

    assertThat(closed).hasValue(1);
  }

  @Test
  void stopsWhenItIsToldTo() {
    List<TestRecord> endless = new ArrayList<>();
    for (int number = 0; number < 10_000; number++) {
      endless.add(TestRecord.ofText("k", ""));
    }
    RecordMerger merger =
        new RecordMerger(List.of(new ListCursor(endless)), new TestWatch(true), () -> {});

    assertThatThrownBy(() -> TestRecord.readAll(merger)).isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void watchIsToldOfAllBytes() throws IOException {
    List<TestRecord> records = new ArrayList<>();
    for (int number = 0; number < 1_000; number++) {
      records.add(TestRecord.ofText("k", "v".repeat(number)));
    }
    TestWatch watch = new TestWatch();

    TestRecord.readAll(
        new RecordMerger(
            List.of(new ListCursor(records), new ListCursor(records)), watch, () -> {}));

    // A byte for the key and one for its length; values beyond 127 bytes take two for theirs.
    long once = 1_000 * 2 + 128 + 872 * 2 + 1_000 * 999 / 2;
    assertThat(watch.readBytes).isEqualTo(2 * once);
  }

  private static RecordMerger merger(List<ListCursor> sources) {
    return new RecordMerger(sources, new TestWatch(), () -> {});
  }
}
