package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.attempt;
import static dev.cobnut.core.scheduler.Story.job;
import static dev.cobnut.core.scheduler.Story.map;
import static dev.cobnut.core.scheduler.Story.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.WorkerInfo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LocalityTest {
  private final Story story = new Story();

  private Story join(String node, int slots, String... near) {
    WorkerInfo info =
        new WorkerInfo(worker(node), node + ".example", 7000, slots, 17, List.of(near), 1);
    return story.join(info, List.of(), List.of());
  }

  private Story split(String... files) {
    List<Split> splits = new ArrayList<>();
    for (String file : files) {
      splits.add(new Split(List.of(new FileSlice(file, file, 0, 10, 10, 7))));
    }
    return story
        .submit("a")
        .planned("a", 1)
        .apply(new Event.StagePlanned(story.now(), job("a"), 0, splits));
  }

  @Test
  void splitGoesFirstToAWorkerThatIsNear() {
    join("v", 2, "/disk/v");
    join("w", 2, "/disk/w/");
    split("/disk/w/1", "/disk/w/2", "/disk/v/1", "/disk/v/2");

    assertThat(story.startedMaps()).containsExactly("v2", "w0", "v3", "w1");
  }

  @Test
  void workerTakesWhatIsFarRatherThanNothing() {
    join("v", 3, "/disk/v");
    split("/disk/w/1", "/disk/v/1", "/disk/w/2");

    assertThat(story.startedMaps()).containsExactly("v1", "v0", "v2");
  }

  @Test
  void nameThatOnlyBeginsTheSameIsNotNear() {
    join("v", 1, "/disk/v");
    split("/disk/v2/1", "/disk/v/1");

    assertThat(story.startedMaps()).containsExactly("v1");
  }

  @Test
  void mapThatComesBackIsFoundAgain() {
    join("v", 1, "/disk/v");
    split("/disk/w/1", "/disk/v/1", "/disk/v/2");
    story.succeed("v", attempt(map("a", 1), 1)).lost("v");
    join("v", 1, "/disk/v");

    assertThat(story.started()).containsExactly(attempt(map("a", 1), 2));
  }

  @Test
  void folderThatAWorkerNamesLaterCountsFromThenOn() {
    join("v", 1, "/disk/v");
    split("/disk/x/1", "/disk/v/1", "/disk/w/1");
    story.later(11_000).heard("v", attempt(map("a", 1), 1));
    join("w", 1, "/disk/w");

    assertThat(story.startedMaps()).containsExactly("w2");
  }
}
