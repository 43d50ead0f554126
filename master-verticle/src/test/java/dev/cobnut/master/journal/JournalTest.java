package dev.cobnut.master.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.checkpoint.SavedImage;
import dev.cobnut.runtime.checkpoint.SavedImages;
import dev.cobnut.runtime.storage.MemoryStateStorage;
import dev.cobnut.runtime.storage.StateStorage;
import dev.cobnut.runtime.storage.StateStorage.Creation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The rules that make the journal the only truth. Each of those that models/journal.py finds to be
 * needed has a story here that goes wrong without it ({@link JournalVariantsTest}); the comment
 * names the variant that leaves it out.
 */
final class JournalTest {
  private static final JobId JOB = new JobId("job");

  private final StateStorage storage = new MemoryStateStorage();
  private final JournalStore store = new JournalStore(storage);
  private int nonces;

  private String nonce() {
    return "n" + ++nonces;
  }

  private Mandate stand() throws Exception {
    return standing(segmentMin -> Optional.empty()).stand();
  }

  private Standing standing(Standing.Maps maps) {
    return new Standing(store, maps, this::nonce, () -> false);
  }

  private static SavedImage idle(int index, int failures) {
    TaskId task = new TaskId(JOB, 0, TaskKind.MAP, index);
    return SavedImage.of(new Save.SaveIdle(task, failures, Optional.empty(), Optional.empty()));
  }

  /** A master that acts, as far as the journal goes. */
  private final class Writer {
    private final long term;
    private long last;

    Writer(Mandate mandate) {
      term = mandate.term();
      last = term;
    }

    boolean write(int task, int failures) {
      Segment segment = new Segment(last + 1, term, nonce(), List.of(idle(task, failures)));
      if (store.create(segment) != Creation.MINE) {
        return false;
      }
      last++;
      return true;
    }

    void snapshot() throws IOException {
      assertThat(new Compaction(store).run(last, nonce())).isPresent();
    }
  }

  private static List<Save> saves(Mandate mandate) {
    return mandate.images().saves();
  }

  @Test
  void termIsTheNumberOfTheSegmentThatOpensIt() throws Exception {
    Writer first = new Writer(stand());
    first.write(1, 1);
    first.write(2, 1);

    Mandate second = stand();

    assertThat(first.term).isEqualTo(1);
    assertThat(second.term()).isEqualTo(4);
    assertThat(saves(second)).hasSize(2);
  }

  @Test
  void laterImageOfAKeyCounts() throws Exception {
    Writer writer = new Writer(stand());
    writer.write(1, 1);
    writer.write(1, 2);

    assertThat(stand().images().all()).containsExactly(idle(1, 2));
  }

  @Test
  void forgottenJobTakesAllOfItsOwnAlong() throws Exception {
    SavedImages images = new SavedImages();
    images.apply(idle(1, 1));
    SavedImage other =
        SavedImage.of(
            new Save.SaveIdle(
                new TaskId(new JobId("job0"), 0, TaskKind.MAP, 1),
                1,
                Optional.empty(),
                Optional.empty()));
    images.apply(other);

    images.apply(SavedImage.of(new Save.SaveForgotten(JOB)));

    assertThat(images.all()).containsExactly(other);
    assertThat(images.bytes()).isEqualTo(other.bytes().length);
  }

  @Test
  void masterThatWasReplacedFindsItsNumberTaken() throws Exception {
    Writer first = new Writer(stand());
    first.write(1, 1);

    Mandate second = stand();

    assertThat(first.write(2, 1)).isFalse();
    assertThat(saves(second)).hasSize(1);
  }

  @Test
  void snapshotTakesThePlaceOfWhatItHolds() throws Exception {
    Writer writer = new Writer(stand());
    for (int task = 0; task < 5; task++) {
      writer.write(task, 1);
    }
    writer.snapshot();
    writer.write(5, 1);
    writer.snapshot();
    writer.write(6, 1);

    assertThat(store.segments()).containsExactly(1L, 8L);
    assertThat(store.snapshots()).hasSize(1);
    assertThat(saves(stand())).hasSize(7);
  }

  /** Without this rule: nofence. */
  @Test
  void retentionLeavesTheFirstSegmentsOfTerms() throws Exception {
    Writer paused = new Writer(stand());
    paused.write(1, 1);
    Writer second = new Writer(stand());
    second.write(2, 1);
    second.snapshot();

    assertThat(paused.write(3, 1)).isFalse();
    assertThat(store.segments()).containsExactly(1L, 3L);
  }

  /** Without this rule: nocheck, and predecessor. */
  @Test
  void termIsVoidWhereASnapshotCameWhileItWasOpened() throws Exception {
    Writer first = new Writer(stand());
    first.write(1, 1);
    first.write(2, 1);
    // The one that stands has read all, and finds 4 free. Before it opens its term there, much
    // happens: 4 is written, a snapshot comes, and 4 is free again.
    List<Long> opened = new ArrayList<>();
    StateStorage late = new LateOpening(first, opened);

    Mandate second =
        new Standing(new JournalStore(late), min -> Optional.empty(), this::nonce, () -> false)
            .stand();

    assertThat(opened).hasSize(2);
    assertThat(second.term()).isEqualTo(opened.get(1)).isGreaterThan(opened.get(0));
    assertThat(saves(second)).hasSize(4);
    assertThat(first.write(9, 1)).isFalse();
  }

  /** Lets another master write on, and take a snapshot, before the first term is opened. */
  private class LateOpening implements StateStorage {
    private final Writer other;
    private final List<Long> opened;

    LateOpening(Writer other, List<Long> opened) {
      this.other = other;
      this.opened = opened;
    }

    @Override
    public Creation createIfAbsent(String name, byte[] bytes) {
      if (opened.isEmpty()) {
        other.write(3, 1);
        other.write(4, 1);
        try {
          other.snapshot();
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
      Creation creation = storage.createIfAbsent(name, bytes);
      if (creation == Creation.MINE) {
        opened.add(Long.parseLong(name.substring(name.indexOf('/') + 1)));
      }
      return creation;
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
      return storage.read(name);
    }

    @Override
    public List<String> list(String folder) throws IOException {
      return storage.list(folder);
    }

    @Override
    public void delete(String name) throws IOException {
      storage.delete(name);
    }

    @Override
    public String describe() {
      return storage.describe();
    }
  }

  /** Without this rule: samebase. */
  @Test
  void termIsVoidThoughTheSnapshotThatWasReadIsStillThere() throws Exception {
    Writer first = new Writer(stand());
    first.write(1, 1);
    first.snapshot();
    SnapshotName read = store.newestSnapshot().orElseThrow();
    byte[] old = storage.read("snapshots/" + read.text()).orElseThrow();
    List<Long> opened = new ArrayList<>();
    StateStorage late =
        new LateOpening(first, opened) {
          @Override
          public Creation createIfAbsent(String name, byte[] bytes) {
            Creation creation = super.createIfAbsent(name, bytes);
            // A deletion that comes late: the old snapshot is there as long as it takes.
            storage.createIfAbsent("snapshots/" + read.text(), old);
            return creation;
          }
        };

    Mandate second =
        new Standing(new JournalStore(late), min -> Optional.empty(), this::nonce, () -> false)
            .stand();

    assertThat(opened).hasSize(2);
    assertThat(saves(second)).hasSize(3);
  }

  /** Without this rule: oldmaps. */
  @Test
  void mapsOlderThanTheSnapshotAreAskedForNoBase() throws Exception {
    Writer first = new Writer(stand());
    first.write(1, 1);
    first.write(2, 1);
    first.snapshot();
    List<Long> asked = new ArrayList<>();

    Mandate second =
        standing(
                segmentMin -> {
                  asked.add(segmentMin);
                  return Optional.empty();
                })
            .stand();

    assertThat(asked).containsExactly(3L);
    assertThat(saves(second)).hasSize(2);
  }

  @Test
  void mapsThatHoldAreTheBase() throws Exception {
    Writer first = new Writer(stand());
    first.write(1, 1);
    first.write(2, 1);
    SavedImages held = new SavedImages();
    held.apply(idle(1, 1));

    Mandate second = standing(segmentMin -> Optional.of(new Checkpoint.Base(2, held))).stand();

    assertThat(saves(second)).hasSize(2);
  }

  /** Else masters that each take over from the maps never write a snapshot. */
  @Test
  void segmentsSinceTheSnapshotCountThoughTheMapsHoldThem() throws Exception {
    Writer first = new Writer(stand());
    first.write(1, 1);
    first.snapshot();
    first.write(2, 1);
    first.write(3, 1);
    SavedImages held = new SavedImages();

    Mandate second = standing(segmentMin -> Optional.of(new Checkpoint.Base(4, held))).stand();

    assertThat(second.term()).isEqualTo(5);
    assertThat(second.tailSegments()).isEqualTo(3);
  }

  @Test
  void readerSeesAllThatWasSavedAndOpensNothing() throws Exception {
    Writer first = new Writer(stand());
    first.write(1, 1);
    first.snapshot();
    first.write(2, 1);

    Checkpoint.Base seen = standing(segmentMin -> Optional.empty()).look();

    assertThat(seen.segment()).isEqualTo(3);
    assertThat(seen.images().size()).isEqualTo(2);
    assertThat(first.write(3, 1)).as("the number after is free").isTrue();
  }

  @Test
  void readerSeesAllThoughASnapshotComesWhileItReads() throws Exception {
    Writer first = new Writer(stand());
    first.write(1, 1);
    first.write(2, 1);
    int[] looks = {0};
    Standing reader =
        standing(
            segmentMin -> {
              // The reader has noted that there is no snapshot; one comes, and 2 and 3 go.
              if (looks[0]++ == 0) {
                try {
                  first.snapshot();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }
              return Optional.empty();
            });

    Checkpoint.Base seen = reader.look();

    assertThat(looks[0]).isEqualTo(2);
    assertThat(seen.segment()).isEqualTo(3);
    assertThat(seen.images().size()).isEqualTo(2);
  }

  @Test
  void damagedSegmentIsNamedAndNothingIsOpened() throws Exception {
    Writer first = new Writer(stand());
    first.write(1, 1);
    byte[] bytes = storage.read("journal/00000000000000000002").orElseThrow();
    for (int at = 0; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      storage.delete("journal/00000000000000000002");
      storage.createIfAbsent("journal/00000000000000000002", damaged);

      assertThatThrownBy(this::stand)
          .isInstanceOf(DamagedJournalException.class)
          .hasMessageStartingWith("memory/journal/00000000000000000002: ")
          .hasMessageContaining("put the object back from a copy");
    }
    assertThat(store.last()).isEqualTo(2);
  }

  @Test
  void compactionOfADeposedMasterDoesNoHarm() throws Exception {
    Writer first = new Writer(stand());
    first.write(1, 1);
    long upTo = first.last;
    Writer second = new Writer(stand());
    second.write(2, 1);

    assertThat(new Compaction(store).run(upTo, "late")).isPresent();

    assertThat(saves(stand())).hasSize(2);
  }

  @Test
  void compactionGivesWayToANewerSnapshot() throws Exception {
    Writer first = new Writer(stand());
    first.write(1, 1);
    long upTo = first.last;
    first.write(2, 1);
    first.snapshot();

    assertThat(new Compaction(store).run(upTo, "late")).isEmpty();

    assertThat(saves(stand())).hasSize(2);
  }
}
