package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.JobId;

/** Why a job isn't accepted. */
public sealed interface Refusal {
  /** Another job that hasn't ended writes to the same output, or to one above or below it. */
  record OutputTaken(String output, JobId by) implements Refusal {}

  /** Another job was submitted with the same idempotency key, by the same request or another. */
  record KeyTaken(JobId by) implements Refusal {}

  /** As many jobs wait as may wait ({@code jobs.max}). */
  record QueueFull(int jobsMax) implements Refusal {}
}
