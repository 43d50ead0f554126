package dev.cobnut.worker.run;

import dev.cobnut.worker.task.ReportPace;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges sorted sources into one sorted sequence; equal keys come in the order of the sources.
 * Confined to one thread.
 *
 * <p>A tree of losers: each inner node holds the source that lost the match played there, the root
 * the winner of all, so that the next record costs one match for each level. Matches are decided by
 * the first eight bytes of the keys, which are kept beside the tree, and by the whole keys only
 * where these tie. See Knuth, The Art of Computer Programming, volume 3, section 5.4.1.
 */
public final class RecordMerger implements RecordCursor {
  private static final int NOBODY = -1;

  private final RecordCursor[] sources;
  private final MergeWatch watch;
  private final ReportPace pace = new ReportPace();
  private final Closeable afterwards;

  /** The winner at index 0, the losers of the inner nodes from index 1 on. */
  private final int[] tree;

  private final long[] prefixes;
  private final boolean[] exhausted;
  private boolean begun;

  /** That the watch wasn't told of yet. */
  private long bytes;

  /** The source of the current record. */
  private RecordCursor current = EmptyCursor.INSTANCE;

  /**
   * Merges sources, in order.
   *
   * @param watch where it says so, {@link #next()} throws an {@link InterruptedIOException}
   * @param afterwards closed after the sources
   */
  public RecordMerger(
      List<? extends RecordCursor> sources, MergeWatch watch, Closeable afterwards) {
    this.sources = sources.toArray(RecordCursor[]::new);
    this.watch = watch;
    this.afterwards = afterwards;
    tree = new int[Math.max(1, this.sources.length)];
    prefixes = new long[this.sources.length];
    exhausted = new boolean[this.sources.length];
  }

  @Override
  public boolean next() throws IOException {
    if (sources.length == 0) {
      return false;
    }
    if (begun) {
      int winner = tree[0];
      advance(winner);
      play(winner);
    } else {
      begin();
    }
    int winner = tree[0];
    current = sources[winner];
    if (exhausted[winner]) {
      report();
      return false;
    }
    bytes += RunFormat.recordBytes(current.keyLength(), current.valueLength());
    if (pace.isDue()) {
      report();
    }
    return true;
  }

  private void report() throws InterruptedIOException {
    watch.read(bytes);
    bytes = 0;
    if (watch.stopped()) {
      throw new InterruptedIOException("merge: stopped");
    }
  }

  @Override
  public byte[] keys() {
    return current.keys();
  }

  @Override
  public int keyOffset() {
    return current.keyOffset();
  }

  @Override
  public int keyLength() {
    return current.keyLength();
  }

  @Override
  public byte[] values() throws IOException {
    return current.values();
  }

  @Override
  public int valueOffset() {
    return current.valueOffset();
  }

  @Override
  public int valueLength() {
    return current.valueLength();
  }

  @Override
  public boolean isAlone() {
    return sources.length == 1 && current.isAlone();
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (RecordCursor source : sources) {
      failure = close(source, failure);
    }
    failure = close(afterwards, failure);
    if (failure != null) {
      throw failure;
    }
  }

  private void begin() throws IOException {
    begun = true;
    for (int source = 0; source < sources.length; source++) {
      advance(source);
      tree[source] = NOBODY;
    }
    for (int source = sources.length - 1; source >= 0; source--) {
      play(source);
    }
  }

  private void advance(int source) throws IOException {
    RecordCursor cursor = sources[source];
    if (cursor.next()) {
      prefixes[source] = EncodedKeys.prefix(cursor.keys(), cursor.keyOffset(), cursor.keyLength());
    } else {
      exhausted[source] = true;
    }
  }

  /** Plays the matches from a leaf up; where nobody has come yet, the one who comes waits. */
  private void play(int source) {
    int winner = source;
    for (int node = (source + sources.length) >>> 1; node > 0; node >>>= 1) {
      int other = tree[node];
      if (other == NOBODY) {
        tree[node] = winner;
        return;
      }
      if (comesBefore(other, winner)) {
        tree[node] = winner;
        winner = other;
      }
    }
    tree[0] = winner;
  }

  private boolean comesBefore(int left, int right) {
    if (exhausted[left] || exhausted[right]) {
      return exhausted[right] && (!exhausted[left] || left < right);
    }
    long leftPrefix = prefixes[left];
    long rightPrefix = prefixes[right];
    if (leftPrefix != rightPrefix) {
      return Long.compareUnsigned(leftPrefix, rightPrefix) < 0;
    }
    int order = compare(sources[left], sources[right]);
    return order != 0 ? order < 0 : left < right;
  }

  private static int compare(RecordCursor left, RecordCursor right) {
    return EncodedKeys.compare(
        left.keys(),
        left.keyOffset(),
        left.keyLength(),
        right.keys(),
        right.keyOffset(),
        right.keyLength());
  }

  private static @Nullable IOException close(Closeable closeable, @Nullable IOException before) {
    try {
      closeable.close();
      return before;
    } catch (IOException failure) {
      if (before == null) {
        return failure;
      }
      before.addSuppressed(failure);
      return before;
    }
  }
}
