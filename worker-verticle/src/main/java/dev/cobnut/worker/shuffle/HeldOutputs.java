package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.worker.run.DamagedRunException;
import dev.cobnut.worker.run.MapOutputIndex;
import dev.cobnut.worker.run.Region;
import dev.cobnut.worker.run.RegionReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The map outputs that lie on a worker's disk, with a bounded memory of their indexes. Blocks; safe
 * for use by any thread.
 */
public final class HeldOutputs {
  /** Of all indexes kept together: 40 bytes each. */
  private static final int REGIONS_KEPT_MAX = 1 << 18;

  private static final int CHECK_BUFFER_BYTES = 64 << 10;

  private final LocalFiles files;

  /** The one that was used last is last. Guarded by itself. */
  private final LinkedHashMap<AttemptId, MapOutputIndex> indexes =
      new LinkedHashMap<>(16, 0.75f, true);

  private int regionsKept;

  public HeldOutputs(LocalFiles files) {
    this.files = files;
  }

  /** The folder of the worker that holds them. */
  Path home() {
    return files.home();
  }

  /**
   * Where a region lies.
   *
   * @throws java.nio.file.NoSuchFileException where the map output isn't held
   * @throws DamagedRunException where its index is damaged, or has no such region
   */
  public Region region(AttemptId map, int partition) throws IOException {
    MapOutputIndex index = index(map);
    if (partition < 0 || partition >= index.regions()) {
      throw new DamagedRunException(
          files.mapOutput(map), 0, "no partition " + partition, index.regions() + " partitions");
    }
    return index.region(partition);
  }

  /**
   * Reads a whole map output and checks all CRCs.
   *
   * @throws IOException where it isn't held, can't be read, or is damaged
   */
  public void check(AttemptId map) throws IOException {
    Path file = files.mapOutput(map);
    MapOutputIndex index = MapOutputIndex.read(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int partition = 0; partition < index.regions(); partition++) {
        try (RegionReader reader =
            RegionReader.over(channel, index.region(partition), CHECK_BUFFER_BYTES)) {
          reader.readToTheEnd();
        }
      }
    }
  }

  /** Forgets the indexes of a job whose files go. */
  public void forget(JobId job) {
    synchronized (indexes) {
      Iterator<Map.Entry<AttemptId, MapOutputIndex>> entries = indexes.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<AttemptId, MapOutputIndex> entry = entries.next();
        if (entry.getKey().task().job().equals(job)) {
          regionsKept -= entry.getValue().regions();
          entries.remove();
        }
      }
    }
  }

  /** Forgets the index of an attempt whose files go. */
  public void forget(AttemptId map) {
    synchronized (indexes) {
      MapOutputIndex index = indexes.remove(map);
      regionsKept -= index == null ? 0 : index.regions();
    }
  }

  private MapOutputIndex index(AttemptId map) throws IOException {
    synchronized (indexes) {
      MapOutputIndex known = indexes.get(map);
      if (known != null) {
        return known;
      }
    }
    MapOutputIndex read = MapOutputIndex.read(files.mapOutput(map));
    synchronized (indexes) {
      keep(map, read);
    }
    return read;
  }

  private void keep(AttemptId map, MapOutputIndex index) {
    @Nullable MapOutputIndex before = indexes.put(map, index);
    regionsKept += index.regions() - (before == null ? 0 : before.regions());
    Iterator<MapOutputIndex> eldest = indexes.values().iterator();
    while (regionsKept > REGIONS_KEPT_MAX && indexes.size() > 1) {
      regionsKept -= eldest.next().regions();
      eldest.remove();
    }
  }
}
