package dev.cobnut.benchmarks.scheduler;

import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.scheduler.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A job of one stage over many files, of ten splits each. */
record BigJob(JobId id, List<Split> splits, int reduces) {
  static final long SPLIT_BYTES = 64L << 20;
  private static final int SPLITS_A_FILE = 10;

  static BigJob of(int maps, int reduces) {
    return new BigJob(new JobId("big"), splits(maps), reduces);
  }

  /** Submits it and plans it, as a master does. */
  void submitTo(Fleet fleet) {
    fleet.tell(new Event.JobSubmitted(fleet.now(), id, spec()));
    StageSpec stage = new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, reduces);
    fleet.tell(new Event.JobPlanned(fleet.now(), id, List.of(stage)));
    fleet.tell(new Event.StagePlanned(fleet.now(), id, 0, splits));
  }

  private JobSpec spec() {
    return new JobSpec(
        "wordcount",
        new PluginRef("wordcount", "1", "0".repeat(64)),
        List.of("/data/logs"),
        "/out/" + id,
        reduces,
        SPLIT_BYTES,
        Map.of(),
        0,
        0,
        false,
        false,
        Optional.empty());
  }

  private static List<Split> splits(int maps) {
    List<Split> splits = new ArrayList<>(maps);
    for (int file = 0; splits.size() < maps; file++) {
      String relative = "2026/part-" + file + ".log";
      String path = "/data/logs/" + relative;
      for (int split = 0; split < SPLITS_A_FILE && splits.size() < maps; split++) {
        long start = split * SPLIT_BYTES;
        FileSlice slice =
            new FileSlice(
                path, relative, start, start + SPLIT_BYTES, SPLITS_A_FILE * SPLIT_BYTES, 1);
        splits.add(new Split(List.of(slice)));
      }
    }
    return splits;
  }
}
