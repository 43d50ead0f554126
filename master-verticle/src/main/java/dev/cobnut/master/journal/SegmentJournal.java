package dev.cobnut.master.journal;

import dev.cobnut.core.scheduler.Save;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.checkpoint.SavedImage;
import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.runtime.storage.StateStorage.Creation;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of one term: each append is the next segment, then goes to the maps. These hold all
 * segments but the last, or are known to lag: the world needn't wait for them, the next segment
 * does. Where the number is another's, this master is deposed. Now and then a snapshot takes the
 * place of what was written. Confined to the master's context.
 */
public final class SegmentJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentJournal.class);
  private static final long SEGMENTS_MIN = 256;
  private static final long SEGMENTS_MAX = 4_096;

  /** Longer than a checkpoint lets itself be waited for. */
  private static final long MAPS_MS_MAX = 2_000;

  /** Does what blocks, one after another, and tells on the master's context. */
  public interface Blocking {
    <T> Future<T> run(Callable<T> work);
  }

  /**
   * What it works with.
   *
   * @param appends for segments
   * @param snapshots for the rest, which takes longer
   * @param nonces gives another one each time, with the writer's name
   */
  public record Tools(
      JournalStore store,
      Checkpoint checkpoint,
      Blocking appends,
      Blocking snapshots,
      Supplier<String> nonces) {}

  private final Tools tools;
  private final long term;
  private final Growth growth;
  private long last;
  private Future<Void> inMaps = Future.succeededFuture();
  private volatile boolean isClosed;

  /** When a snapshot is due: as the tail outgrows its base, so that writing stays cheap. */
  private static final class Growth {
    private long segments;
    private long tailBytes;
    private long baseBytes;
    private long snapshot;
    private boolean isCompacting;

    void grewTo(long upTo, long bytes) {
      snapshot = upTo;
      baseBytes = bytes;
    }

    boolean isDue() {
      boolean isGrown = segments >= SEGMENTS_MIN && tailBytes >= baseBytes / 2;
      return !isCompacting && (isGrown || segments >= SEGMENTS_MAX);
    }
  }

  /** A journal that goes on after the segment that opened the term. */
  public SegmentJournal(Tools tools, Mandate mandate) {
    this.tools = tools;
    this.term = mandate.term();
    this.last = mandate.term();
    this.growth = new Growth();
    // All since the snapshot, whatever the maps held: else no term of many short ones would write
    // one.
    growth.segments = mandate.tailSegments();
    growth.tailBytes = mandate.images().bytes();
    growth.snapshot = mandate.snapshot();
  }

  @Override
  public Future<Void> append(List<Save> saves) {
    long number = last + 1;
    String nonce = tools.nonces().get();
    Future<Void> before = inMaps;
    return tools
        .appends()
        .run(() -> create(number, nonce, saves, before))
        .map(
            segment -> {
              last = number;
              inMaps = toMaps(segment);
              inBackground(tools.store()::anticipateSegment);
              return null;
            });
  }

  /** Before the next segment, which nobody waits for yet. */
  private void inBackground(Runnable work) {
    if (!isClosed) {
      tools
          .appends()
          .run(
              () -> {
                work.run();
                return null;
              })
          .onFailure(failed -> LOG.debug("not done ahead", failed));
    }
  }

  private Segment create(long number, String nonce, List<Save> saves, Future<Void> before)
      throws DeposedException, InterruptedException {
    List<SavedImage> images = new ArrayList<>(saves.size());
    saves.forEach(save -> images.add(SavedImage.of(save)));
    Segment segment = new Segment(number, term, nonce, images);
    await(before);
    CrashPoint.JOURNAL_BEFORE_SEGMENT.reach();
    Creation creation = SegmentCreation.create(tools.store(), segment, () -> isClosed);
    if (creation == Creation.ANOTHERS) {
      throw new DeposedException(number);
    }
    CrashPoint.JOURNAL_AFTER_SEGMENT.reach();
    return segment;
  }

  /**
   * Waits for a call of the checkpoint, which ends soon, unless all ends; what fails there is made
   * good later.
   */
  private static void await(Future<Void> call) throws InterruptedException {
    try {
      call.toCompletionStage().toCompletableFuture().get(MAPS_MS_MAX, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException notInMaps) {
      LOG.debug("the maps lag", notInMaps);
    }
  }

  private Future<Void> toMaps(Segment segment) {
    growth.segments++;
    segment.images().forEach(image -> growth.tailBytes += image.bytes().length);
    if (growth.isDue() && !isClosed) {
      compact(segment.number());
    }
    return tools
        .checkpoint()
        .write(segment.number(), segment.images())
        .onSuccess(written -> CrashPoint.JOURNAL_AFTER_MAPS.reach());
  }

  private void compact(long upTo) {
    growth.isCompacting = true;
    growth.segments = 0;
    growth.tailBytes = 0;
    String nonce = tools.nonces().get().replaceAll("[^a-z0-9]", "");
    Compaction compaction = new Compaction(tools.store());
    tools
        .snapshots()
        .run(() -> compaction.run(upTo, nonce))
        .onSuccess((Optional<Long> bytes) -> bytes.ifPresent(size -> growth.grewTo(upTo, size)))
        .onFailure(failed -> LOG.warn("no snapshot at segment {}: {}", upTo, failed.toString()))
        .onComplete(ended -> growth.isCompacting = false);
  }

  @Override
  public Position position() {
    return new Position(term, last, growth.snapshot);
  }

  @Override
  public void close() {
    isClosed = true;
    tools.checkpoint().leave(term);
  }
}
