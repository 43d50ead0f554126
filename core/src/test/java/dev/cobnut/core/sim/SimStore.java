package dev.cobnut.core.sim;

import dev.cobnut.core.scheduler.Save;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The state storage: the last after-image of each key, fenced by the term. */
final class SimStore {
  private final Map<String, Save> images = new LinkedHashMap<>();
  private final Consumer<Save> onSave;
  private long term;

  /**
   * @param onSave told of each that became durable
   */
  SimStore(Consumer<Save> onSave) {
    this.onSave = onSave;
  }

  long term() {
    return term;
  }

  long raiseTerm() {
    return ++term;
  }

  /** Makes Saves durable, one by one; false where a later term has begun. */
  boolean append(long writerTerm, List<Save> saves) {
    if (writerTerm != term) {
      return false;
    }
    for (Save save : saves) {
      if (save instanceof Save.SaveForgotten) {
        images.values().removeIf(image -> image.job().equals(save.job()));
      } else {
        images.put(key(save), save);
      }
      onSave.accept(save);
    }
    return true;
  }

  List<Save> read() {
    return new ArrayList<>(images.values());
  }

  private static String key(Save save) {
    if (save instanceof Save.SaveJob) {
      return "job " + save.job();
    }
    if (save instanceof Save.SaveStage stage) {
      return "stage " + save.job() + "/" + stage.stage();
    }
    if (save instanceof Save.SaveCompleted completed) {
      return "task " + completed.task();
    }
    if (save instanceof Save.SaveIdle idle) {
      return "task " + idle.task();
    }
    if (save instanceof Save.SaveSkips skips) {
      return "skips " + skips.task();
    }
    throw new IllegalArgumentException("save: " + save + " (expected: an image)");
  }
}
