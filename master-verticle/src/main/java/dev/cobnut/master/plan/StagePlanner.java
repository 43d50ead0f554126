package dev.cobnut.master.plan;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.job.local.InputException;
import dev.cobnut.job.local.InputFile;
import dev.cobnut.runtime.storage.InputListing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists the input of a stage and cuts it into splits. Blocks; safe for use by any thread. */
final class StagePlanner {
  /** The input, or the lack of it, ends the job. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    Refused(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  private StagePlanner() {}

  /**
   * The splits of a stage.
   *
   * @param sampled the splits of the sampling stage before it; none where there was none
   */
  static List<Split> plan(JobSpec job, StageSpec stage, List<Split> sampled, int slots)
      throws Refused {
    if (stage.plan() > 0) {
      throw refused(
          "stage: reads what stage " + (stage.plan() - 1) + " wrote (expected: the job's input)");
    }
    List<InputFile> files;
    try {
      files = InputListing.list(job.inputs());
    } catch (InputException unreadable) {
      throw refused(String.valueOf(unreadable.getMessage()));
    }
    requireUnchanged(files, sampled);
    int used = job.runningMax() == 0 ? slots : Math.min(slots, job.runningMax());
    SplitPlanner planner = new SplitPlanner(job.splitBytes(), used);
    return switch (stage.kind()) {
      case SAMPLE -> planner.planSample(files);
      case MAP_REDUCE -> planner.plan(files);
    };
  }

  /** The order of the parts rests on the sample; what it was drawn from must still be there. */
  private static void requireUnchanged(List<InputFile> files, List<Split> sampled) throws Refused {
    if (sampled.isEmpty()) {
      return;
    }
    Map<String, InputFile> byPath = new HashMap<>();
    files.forEach(file -> byPath.put(file.path().toString(), file));
    for (Split split : sampled) {
      for (FileSlice slice : split.slices()) {
        InputFile now = byPath.get(slice.file());
        if (now == null) {
          throw refused(
              "input " + slice.file() + ": gone since the job began (expected: unchanged)");
        }
        if (now.bytes() != slice.fileBytes() || now.modifiedMs() != slice.modifiedMs()) {
          throw refused(
              "input " + slice.file() + ": changed since the job began (expected: unchanged)");
        }
      }
    }
  }

  private static Refused refused(String message) {
    return new Refused(new Failure(Failure.Kind.INPUT, message, ""));
  }
}
