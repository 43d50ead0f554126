package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.TaskResult;

/** A completed partition of a job's last stage, and the part that won it. */
public record PartView(int partition, AttemptId attempt, TaskResult.PreparedPart part) {}
