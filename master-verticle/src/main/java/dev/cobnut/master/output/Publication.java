package dev.cobnut.master.output;

import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.scheduler.PartView;
import java.util.List;

/**
 * All that goes into a job's published output, as it was saved.
 *
 * @param splits of the last stage
 * @param parts of the last stage, by partition
 * @param skipped what maps left out, by task
 */
public record Publication(
    JobSpec spec, List<Split> splits, List<PartView> parts, List<SkippedRecords> skipped) {
  public Publication {
    skipped = List.copyOf(skipped);
    splits = List.copyOf(splits);
    parts = List.copyOf(parts);
  }
}
