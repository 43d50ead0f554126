/**
 * The reduce side: merges the regions of a partition, calls the reduce function for each key, and
 * leaves one file in the job's folder of the output.
 */
@NullMarked
package dev.cobnut.worker.reduce;

import org.jspecify.annotations.NullMarked;
