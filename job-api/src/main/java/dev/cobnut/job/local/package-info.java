/**
 * The sequential runner, which is the reference for every other way to run a job, and the test kit
 * for authors of jobs.
 */
@NullMarked
package dev.cobnut.job.local;

import org.jspecify.annotations.NullMarked;
