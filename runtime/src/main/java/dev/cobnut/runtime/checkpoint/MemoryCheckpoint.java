package dev.cobnut.runtime.checkpoint;

import dev.cobnut.core.scheduler.Save;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A checkpoint in this process, in the same byte form. Safe for use by any thread. */
public final class MemoryCheckpoint implements Checkpoint {
  private final Map<String, byte[]> entries = new TreeMap<>();
  private long term;

  @Override
  public synchronized Future<Long> raiseTerm() {
    term++;
    return Future.succeededFuture(term);
  }

  @Override
  public synchronized Future<Void> write(List<Save> saves) {
    for (Save save : saves) {
      String key = SaveCodec.key(save);
      if (save instanceof Save.SaveForgotten) {
        entries.keySet().removeIf(each -> each.equals(key) || each.startsWith(key + "/"));
      } else {
        entries.put(key, SaveCodec.encode(save));
      }
    }
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<List<Save>> read() {
    List<Save> saves = new ArrayList<>(entries.size());
    entries.forEach((key, bytes) -> saves.add(SaveCodec.decode(bytes)));
    return Future.succeededFuture(List.copyOf(saves));
  }
}
