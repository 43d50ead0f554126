package dev.cobnut.worker;

import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts what may grow long, so that a message of the bus stays well below 1 MiB. */
final class MessageParts {
  private static final int WEIGHT_MAX = 256 << 10;
  private static final int OUTCOME_WEIGHT = 512;
  private static final int COUNTER_WEIGHT = 32;
  private static final int RECORD_WEIGHT = 128;

  private MessageParts() {}

  /** The same outcomes, in one list or more; one empty list where there are none. */
  static List<List<Outcome>> of(List<Outcome> outcomes) {
    List<List<Outcome>> parts = new ArrayList<>();
    List<Outcome> part = new ArrayList<>();
    long weight = 0;
    for (Outcome outcome : outcomes) {
      long more = weight(outcome);
      if (!part.isEmpty() && weight + more > WEIGHT_MAX) {
        parts.add(part);
        part = new ArrayList<>();
        weight = 0;
      }
      part.add(outcome);
      weight += more;
    }
    parts.add(part);
    return parts;
  }

  /** About how many bytes it takes up as JSON, where texts are mostly ASCII. */
  private static long weight(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return OUTCOME_WEIGHT
          + 2L * (failed.failure().message().length() + failed.failure().detail().length());
    }
    if (outcome instanceof Outcome.Succeeded succeeded) {
      return OUTCOME_WEIGHT + weight(succeeded.result().counters());
    }
    if (outcome instanceof Outcome.Collected collected) {
      return OUTCOME_WEIGHT + collected.found().stream().mapToLong(MessageParts::weight).sum();
    }
    throw new IllegalStateException("outcome: " + outcome + " (expected: one that is known)");
  }

  private static long weight(BadRecord record) {
    int letters = record.file().length() + record.relativePath().length() + record.error().length();
    return RECORD_WEIGHT + 2L * letters;
  }

  private static long weight(Map<String, Long> counters) {
    return counters.keySet().stream().mapToLong(name -> COUNTER_WEIGHT + 2L * name.length()).sum();
  }
}
