package dev.cobnut.master.output;

import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.TaskId;
import java.util.List;

/**
 * The records that a map left out, 1 or more.
 *
 * @param split that has them
 * @param records in the order of the split
 */
public record SkippedRecords(TaskId task, Split split, List<BadRecord> records) {
  public SkippedRecords {
    records = List.copyOf(records);
  }
}
