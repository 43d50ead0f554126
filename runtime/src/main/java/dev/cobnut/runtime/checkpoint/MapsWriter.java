package dev.cobnut.runtime.checkpoint;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the maps of one term up to what its segments say: entries first, then, once all are
 * acknowledged, the header that vouches for them. One call to the grid is in flight at a time; what
 * it doesn't take in stays due. To write an entry anew, be it because a task of it changed or
 * because the grid lost it, its bytes are kept here as they were written: compressed, which is less
 * than what the scheduler itself knows of the same tasks. Confined to its thread, but for what says
 * otherwise.
 */
final class MapsWriter {
  private static final Logger LOG = LoggerFactory.getLogger(MapsWriter.class);
  private static final int CALL_BYTES = 1 << 20;

  /** Sorts after the names of all that belongs to a job, and before any other job's. */
  private static final String BELOW_END = "0";

  private record Waiting(long segment, Promise<Void> promise) {}

  private final GridMaps maps;
  private final long term;
  private final Executor thread;
  private final Runnable onFirstHeader;
  private final NavigableMap<String, byte[]> entries = new TreeMap<>();
  private final Listing listing = new Listing();
  private final Set<String> due = new LinkedHashSet<>();
  private final Set<String> gone = new HashSet<>();
  private final List<Long> oldLists = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private long last;
  private volatile long vouched;
  private volatile boolean isLagging;
  private boolean isCalling;
  private boolean isClosed;

  /**
   * A writer that has written nothing.
   *
   * @param thread runs all calls, one after another
   * @param onFirstHeader run once readers find this term's maps
   */
  MapsWriter(GridMaps maps, long term, Executor thread, Runnable onFirstHeader) {
    this.maps = maps;
    this.term = term;
    this.thread = thread;
    this.onFirstHeader = onFirstHeader;
  }

  /**
   * Takes in what a segment says, and has it written.
   *
   * @param written completed when the maps hold it, or when it is clear that they lag
   */
  void write(long segment, List<SavedImage> images, Promise<Void> written) {
    if (isClosed || segment <= last) {
      written.tryComplete();
      return;
    }
    last = segment;
    Map<String, List<SavedImage>> byEntry = new HashMap<>();
    for (SavedImage image : images) {
      if (image.forgets()) {
        byEntry.keySet().removeIf(name -> belongs(name, image.key()));
        forget(image.key());
      } else {
        byEntry.computeIfAbsent(EntryNames.of(image.key()), name -> new ArrayList<>()).add(image);
      }
    }
    byEntry.forEach(this::update);
    if (isLagging) {
      written.tryComplete();
    } else {
      waiting.add(new Waiting(segment, written));
    }
    flush();
  }

  private static boolean belongs(String name, String job) {
    return name.equals(job) || name.startsWith(job + "/");
  }

  private void forget(String job) {
    Set<String> names = new HashSet<>(entries.subMap(job + "/", job + BELOW_END).keySet());
    names.add(job);
    for (String name : names) {
      if (entries.remove(name) != null) {
        listing.remove(name);
        due.remove(name);
        gone.add(name);
      }
    }
  }

  private void update(String name, List<SavedImage> changed) {
    byte[] before = entries.get(name);
    SavedImages images = before == null ? new SavedImages() : MapsCodec.entry(before).images();
    changed.forEach(images::apply);
    entries.put(name, MapsCodec.encode(last, images.all()));
    listing.put(name, last);
    due.add(name);
  }

  /** Has all written anew with the next segment: the grid may have lost any of it. */
  void rewrite() {
    due.addAll(entries.keySet());
    listing.forgetList();
  }

  /** Writes no more, and keeps nothing. */
  void close() {
    isClosed = true;
    entries.clear();
    due.clear();
    tellWaiting(Long.MAX_VALUE);
  }

  /** The world can't wait longer for the maps to take a segment in. Safe for use by any thread. */
  void isLate(long segment) {
    if (vouched < segment && !isLagging) {
      isLagging = true;
      LOG.warn("the maps lag behind segment {}: it isn't acknowledged yet", segment);
    }
  }

  /** Whether nobody is to wait for the maps. Safe for use by any thread. */
  boolean isLagging() {
    return isLagging;
  }

  private void failed(Throwable failure) {
    if (!isLagging && !isClosed) {
      LOG.warn("the maps lag behind segment {}: {}", last, failure.toString());
    }
    isLagging = true;
    tellWaiting(Long.MAX_VALUE);
  }

  private void flush() {
    if (isCalling || isClosed) {
      return;
    }
    Map<String, byte[]> batch = nextBatch();
    if (!batch.isEmpty()) {
      call(() -> maps.setEntries(term, batch), () -> {}, () -> due.addAll(batch.keySet()));
    } else if (vouched < last) {
      if (listing.isListDue()) {
        writeList();
      } else {
        writeHeader();
      }
    }
  }

  private Map<String, byte[]> nextBatch() {
    Map<String, byte[]> batch = new HashMap<>();
    int bytes = 0;
    for (Iterator<String> names = due.iterator(); names.hasNext() && bytes < CALL_BYTES; ) {
      String name = names.next();
      byte[] value = entries.get(name);
      names.remove();
      if (value != null) {
        batch.put(name, value);
        bytes += value.length;
      }
    }
    return batch;
  }

  private void writeList() {
    long before = listing.list();
    Header list = listing.takeList(last);
    byte[] bytes = MapsCodec.encode(list);
    call(
        () -> maps.headers().setAsync(EntryNames.listKey(term, list.segment()), bytes),
        () -> {
          if (before != Header.NO_LIST) {
            oldLists.add(before);
          }
        },
        listing::forgetList);
  }

  private void writeHeader() {
    Header header = listing.header(last);
    Set<String> dropped = new HashSet<>(gone);
    gone.clear();
    byte[] bytes = MapsCodec.encode(header);
    call(
        () -> maps.headers().setAsync(EntryNames.headerKey(term), bytes),
        () -> vouchedFor(header.segment(), dropped),
        () -> gone.addAll(dropped));
  }

  private void vouchedFor(long segment, Set<String> dropped) {
    boolean isFirst = vouched == 0;
    vouched = segment;
    maps.deleteEntries(term, dropped);
    oldLists.forEach(list -> maps.headers().deleteAsync(EntryNames.listKey(term, list)));
    oldLists.clear();
    tellWaiting(segment);
    if (isLagging && due.isEmpty() && vouched == last) {
      isLagging = false;
      LOG.info("the maps hold segment {} again", segment);
    }
    if (isFirst) {
      onFirstHeader.run();
    }
  }

  private void tellWaiting(long segment) {
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting next = each.next();
      if (next.segment() <= segment) {
        each.remove();
        next.promise().tryComplete();
      }
    }
  }

  private void call(Supplier<CompletionStage<Void>> call, Runnable onDone, Runnable onFailure) {
    isCalling = true;
    CompletionStage<Void> called;
    try {
      called = call.get();
    } catch (RuntimeException refused) {
      called = CompletableFuture.failedStage(refused);
    }
    called.whenCompleteAsync(
        (done, failure) -> {
          isCalling = false;
          if (failure == null) {
            onDone.run();
            flush();
          } else {
            onFailure.run();
            failed(failure);
          }
        },
        thread);
  }
}
