package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.SkipList;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is found out about bad records, in jobs that skip them.
 *
 * <pre>
 *   plain, version v --an attempt fails at a record--> collecting, version v
 *         ^                                                  |
 *         +-- version v + 1 <--an attempt collected more-----+
 * </pre>
 *
 * None of that counts as a failure, but for an attempt that was to collect and found nothing new,
 * or more than may be skipped.
 */
final class BadRecordEvents {
  private record RecordPlace(String file, long offset) {
    static RecordPlace of(BadRecord record) {
      return new RecordPlace(record.file(), record.offset());
    }
  }

  private final Books books;
  private final Dispatch dispatch;

  BadRecordEvents(Books books, Dispatch dispatch) {
    this.books = books;
    this.dispatch = dispatch;
  }

  /** Whether a failure is of a record that is to be skipped. */
  static boolean isSkipped(Attempt attempt, Failure failure) {
    return failure.kind() == Failure.Kind.BAD_RECORD
        && attempt.id().task().kind() == TaskKind.MAP
        && attempt.job().spec().skipBadRecords()
        && !attempt.mode().collecting();
  }

  /** An attempt failed at a record; the next one collects all such records. */
  void failedAtRecord(Turn turn, Attempt attempt) {
    SkipBook book = attempt.table().skips();
    int index = attempt.index();
    if (book.wants(index, attempt.mode()) && !book.mode(index).collecting()) {
      put(turn, attempt.table(), index, book.skips(index), true);
    }
  }

  /**
   * An attempt collected bad records.
   *
   * @return why that doesn't help; empty where the list has grown, or it came too late
   */
  Optional<Failure> collected(Turn turn, StageRun stage, Outcome.Collected outcome) {
    TaskId task = outcome.attempt().task();
    TaskTable table = stage.maps();
    SkipBook book = table.skips();
    if (!outcome.mode().equals(book.mode(task.index())) || !outcome.mode().collecting()) {
      return Optional.empty();
    }
    SkipList before = book.skips(task.index());
    List<BadRecord> all =
        merged(before.records(), outcome.found(), stage.splits().split(task.index()));
    int skippedMax = books.limits().tasks().skippedMax();
    if (all.size() == before.records().size()) {
      return Optional.of(failure("no bad record is found again (expected: one at least)"));
    }
    if (all.size() > skippedMax) {
      BadRecord first = all.get(0);
      return Optional.of(
          failure(
              all.size()
                  + " bad records or more, the first in "
                  + first.file()
                  + " at byte "
                  + first.offset()
                  + " (expected: at most "
                  + skippedMax
                  + ")"));
    }
    put(turn, table, task.index(), new SkipList(before.version() + 1, all), false);
    table.running(task.index()).stream()
        .filter(rival -> !rival.id().equals(outcome.attempt()))
        .toList()
        .forEach(rival -> dispatch.stop(turn, rival));
    return Optional.empty();
  }

  private static Failure failure(String message) {
    return new Failure(Failure.Kind.BAD_RECORD, message, "");
  }

  private static void put(
      Turn turn, TaskTable table, int index, SkipList skips, boolean collecting) {
    if (skips.version() > table.skips().skips(index).version()) {
      table.settleLost(index);
    }
    table.skips().put(index, skips, collecting);
    turn.say(new Save.SaveSkips(table.task(index), skips, collecting));
  }

  /** Each place once, in the order of the split. */
  private static List<BadRecord> merged(List<BadRecord> known, List<BadRecord> found, Split split) {
    Map<String, Integer> order = new LinkedHashMap<>();
    split.slices().forEach(slice -> order.putIfAbsent(slice.file(), order.size()));
    Map<RecordPlace, BadRecord> byPlace = new LinkedHashMap<>();
    known.forEach(record -> byPlace.put(RecordPlace.of(record), record));
    for (BadRecord record : found) {
      if (order.containsKey(record.file())) {
        byPlace.putIfAbsent(RecordPlace.of(record), record);
      }
    }
    List<BadRecord> all = new ArrayList<>(byPlace.values());
    all.sort(
        Comparator.comparingInt((BadRecord record) -> order.getOrDefault(record.file(), 0))
            .thenComparingLong(BadRecord::offset));
    return all;
  }
}
