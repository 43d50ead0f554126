package dev.cobnut.master.journal;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.runtime.checkpoint.SavedImage;
import dev.cobnut.runtime.storage.PowerCuts;
import dev.cobnut.runtime.storage.PowerCuts.Disk;
import dev.cobnut.runtime.storage.StateStorage.Creation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal says when the power was cut. */
final class JournalPowerCutTest {
  @TempDir Path temp;

  private static SavedImage idle(int index) {
    TaskId task = new TaskId(new JobId("job"), 0, TaskKind.MAP, index);
    return SavedImage.of(new Save.SaveIdle(task, 1, Optional.empty(), Optional.empty()));
  }

  private static Mandate stand(Disk disk, String nonce) throws IOException, InterruptedException {
    JournalStore store = new JournalStore(disk.storage());
    return new Standing(store, segmentMin -> Optional.empty(), () -> nonce, () -> false).stand();
  }

  /** Two masters, one after another; the first one's snapshot takes the place of its segments. */
  private static final class TwoTerms implements PowerCuts.Story {
    @Override
    public void tell(Disk disk, Set<String> said) throws IOException, InterruptedException {
      JournalStore store = new JournalStore(disk.storage());
      long first = act(disk, store, "a", 0, said);
      new Compaction(store).run(first, "snapshot");
      act(disk, store, "b", 2, said);
    }

    /** Opens a term, and writes two segments; tells the last. */
    private static long act(Disk disk, JournalStore store, String nonce, int task, Set<String> said)
        throws IOException, InterruptedException {
      long term = stand(disk, nonce).term();
      said.add("term " + term);
      for (int next = 1; next <= 2; next++) {
        SavedImage image = idle(task + next);
        Segment segment = new Segment(term + next, term, nonce + next, List.of(image));
        if (store.create(segment) == Creation.MINE) {
          said.add(image.key());
        }
      }
      return term + 2;
    }

    @Override
    public List<String> lies(Disk disk, Set<String> said) throws IOException, InterruptedException {
      Mandate after = stand(disk, "after");
      Set<String> known =
          after.images().all().stream().map(SavedImage::key).collect(Collectors.toSet());
      List<String> lies = new ArrayList<>();
      for (String fact : said) {
        if (fact.startsWith("term ")
            ? after.term() <= Long.parseLong(fact.substring(5))
            : !known.contains(fact)) {
          lies.add(fact + " is forgotten");
        }
      }
      return lies;
    }
  }

  @Test
  void whatWasAcknowledgedIsKnownToTheNextMaster() throws Exception {
    new PowerCuts(temp).assertEachForceIsNeeded(new TwoTerms());
  }
}
