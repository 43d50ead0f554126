package dev.cobnut.core.message;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.StageSpec;

/**
 * What a worker needs to know of the job that a task belongs to.
 *
 * @param stage its number, counted from 0
 * @param nonce written by the master in the job's folder of the output; a worker that reads
 *     another, or none, doesn't see the same storage
 */
public record JobOrder(JobId id, JobSpec spec, int stage, StageSpec stageSpec, String nonce) {}
