package dev.cobnut.core.sim;

import dev.cobnut.core.scheduler.Save;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal on the state storage: segments that are created once or not at all, snapshots under
 * names of their own, and what is deleted of both. It also knows what nobody in the run does: what
 * all segments together say. Each segment that speaks must come right after all others, in the
 * newest term; where one doesn't, two masters' words count.
 */
final class SimJournal {
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final TreeSet<Snapshot> snapshots = new TreeSet<>();
  private final Set<Long> created = new HashSet<>();
  private final JournalImages truth = new JournalImages();
  private final Consumer<Save> onSave;
  private long last;
  private long newestTerm;
  private long nonce;

  /**
   * @param onSave told of each Save that became durable
   */
  SimJournal(Consumer<Save> onSave) {
    this.onSave = onSave;
  }

  long nextNonce() {
    return ++nonce;
  }

  /** Whether the segment stands under its number now: it was created, or these bytes were. */
  boolean createIfAbsent(Segment segment) {
    Segment there = segments.putIfAbsent(segment.number(), segment);
    if (there == null && created.add(segment.nonce())) {
      took(segment);
    }
    return there == null || there.nonce() == segment.nonce();
  }

  private void took(Segment segment) {
    if (segment.opens() && segment.number() > last) {
      newestTerm = segment.number();
    } else if (!segment.opens()) {
      if (segment.number() != last + 1 || segment.term() != newestTerm) {
        throw new Violation(
            "segment "
                + segment.number()
                + " of term "
                + segment.term()
                + " counts (expected: segment "
                + (last + 1)
                + " of term "
                + newestTerm
                + ")");
      }
      for (Save save : segment.saves()) {
        truth.apply(save);
        onSave.accept(save);
      }
    }
    last = Math.max(last, segment.number());
  }

  @Nullable Segment read(long number) {
    return segments.get(number);
  }

  /** What no storage may do: makes a number free again. */
  void remove(long number) {
    segments.remove(number);
  }

  /** The highest number that was ever taken. */
  long last() {
    return last;
  }

  /** The newest term that was opened: of the only master whose word may count. */
  long newestTerm() {
    return newestTerm;
  }

  /** What all segments say. */
  JournalImages truth() {
    return truth;
  }

  Optional<Snapshot> newestSnapshot() {
    return snapshots.isEmpty() ? Optional.empty() : Optional.of(snapshots.last());
  }

  boolean has(Snapshot snapshot) {
    return snapshots.contains(snapshot);
  }

  void put(Snapshot snapshot) {
    snapshots.add(snapshot);
  }

  /**
   * Deletes what a snapshot has made needless, one thing: an older snapshot, else the lowest
   * segment that it covers.
   *
   * @param sparesTerms whether the first segments of terms stay
   * @return whether there was one
   */
  boolean deleteOneBefore(Snapshot snapshot, boolean sparesTerms) {
    Snapshot oldest = snapshots.isEmpty() ? snapshot : snapshots.first();
    if (oldest.compareTo(snapshot) < 0) {
      return snapshots.remove(oldest);
    }
    for (Segment segment : segments.headMap(snapshot.number(), true).values()) {
      if (!segment.opens() || !sparesTerms) {
        segments.remove(segment.number());
        return true;
      }
    }
    return false;
  }
}
