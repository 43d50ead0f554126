package dev.cobnut.master.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.checkpoint.SavedImage;
import dev.cobnut.runtime.storage.MemoryStateStorage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which order the journal writes to storage and maps, and tells of it. */
@Timeout(60)
final class SegmentJournalTest {
  private final JournalStore store = new JournalStore(new MemoryStateStorage());
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicReference<Thread> writer = new AtomicReference<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            writer.set(new Thread(work));
            return writer.get();
          });
  private final SlowMaps maps = new SlowMaps();

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  /** Takes segments in when it is told to. */
  private static final class SlowMaps implements Checkpoint {
    private final List<Promise<Void>> writes = new ArrayList<>();

    @Override
    public Future<Optional<Base>> read(long segmentMin) {
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Void> open(long term, List<SavedImage> images) {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> write(long segment, List<SavedImage> images) {
      Promise<Void> written = Promise.promise();
      writes.add(written);
      return written.future();
    }

    @Override
    public void leave(long term) {}
  }

  private SegmentJournal journal() throws Exception {
    Mandate mandate =
        new Standing(store, segmentMin -> Optional.empty(), () -> "opener", () -> false).stand();
    SegmentJournal.Blocking blocking =
        new SegmentJournal.Blocking() {
          @Override
          public <T> Future<T> run(Callable<T> work) {
            Promise<T> done = Promise.promise();
            thread.execute(
                () -> {
                  begun.incrementAndGet();
                  try {
                    done.complete(work.call());
                  } catch (Exception e) {
                    done.fail(e);
                  }
                });
            return done.future();
          }
        };
    return new SegmentJournal(
        new SegmentJournal.Tools(store, maps, blocking, blocking, () -> "nonce"), mandate);
  }

  private static List<Save> save(int index) {
    TaskId task = new TaskId(new JobId("job"), 0, TaskKind.MAP, index);
    return List.of(new Save.SaveIdle(task, 1, Optional.empty(), Optional.empty()));
  }

  private static void await(Future<Void> append) throws Exception {
    append.toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void segmentIsToldBeforeTheMapsHoldItAndTheNextOneWaitsForThem() throws Exception {
    SegmentJournal journal = journal();
    await(journal.append(save(1)));
    Future<Void> second = journal.append(save(2));
    // The first segment, what is done ahead of the second, and that.
    while (begun.get() < 3 || writer.get().getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    assertThat(store.segments()).containsExactly(1L, 2L);
    assertThat(second.isComplete()).isFalse();

    maps.writes.get(0).complete();

    await(second);
    assertThat(store.segments()).containsExactly(1L, 2L, 3L);
    assertThat(journal.position().segment()).isEqualTo(3);
  }

  @Test
  void mapsThatFailDoNotStopTheJournal() throws Exception {
    SegmentJournal journal = journal();
    await(journal.append(save(1)));

    maps.writes.get(0).fail("lost");

    await(journal.append(save(2)));
    assertThat(store.segments()).containsExactly(1L, 2L, 3L);
  }
}
