package dev.cobnut.core.sim;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.scheduler.Save;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run of Saves comes to: the last after-image of each key. */
final class JournalImages {
  /** What an after-image replaces the one before of. */
  sealed interface Key {
    record OfJob(JobId job) implements Key {}

    record OfStage(JobId job, int stage) implements Key {}

    record OfTask(TaskId task) implements Key {}

    record OfSkips(TaskId task) implements Key {}

    static Key of(Save save) {
      if (save instanceof Save.SaveJob job) {
        return new OfJob(job.job());
      } else if (save instanceof Save.SaveStage stage) {
        return new OfStage(stage.job(), stage.stage());
      } else if (save instanceof Save.SaveCompleted completed) {
        return new OfTask(completed.task());
      } else if (save instanceof Save.SaveIdle idle) {
        return new OfTask(idle.task());
      } else if (save instanceof Save.SaveSkips skips) {
        return new OfSkips(skips.task());
      }
      throw new IllegalArgumentException("save: " + save + " (expected: an image)");
    }
  }

  private final Map<Key, Save> images = new LinkedHashMap<>();

  JournalImages() {}

  JournalImages(List<Save> saves) {
    saves.forEach(this::apply);
  }

  void apply(Save save) {
    if (save instanceof Save.SaveForgotten) {
      images.values().removeIf(image -> image.job().equals(save.job()));
    } else {
      images.put(Key.of(save), save);
    }
  }

  void applyAll(List<Save> saves) {
    saves.forEach(this::apply);
  }

  List<Save> all() {
    return new ArrayList<>(images.values());
  }

  /** Whether both hold the same, in whatever order. */
  boolean isSame(JournalImages other) {
    return images.equals(other.images);
  }

  /** A key that one has and the other hasn't, or has otherwise. */
  String difference(JournalImages other) {
    for (Map.Entry<Key, Save> entry : images.entrySet()) {
      Save there = other.images.get(entry.getKey());
      if (!entry.getValue().equals(there)) {
        return there + " (expected: " + entry.getValue() + ")";
      }
    }
    for (Map.Entry<Key, Save> entry : other.images.entrySet()) {
      if (!images.containsKey(entry.getKey())) {
        return entry.getValue() + " (expected: none)";
      }
    }
    return "none";
  }
}
