/**
 * How map outputs come to reducers: served over HTTP from the disk of the worker that holds them,
 * fetched to the disk of the worker that wants them, or read in place. Vert.x carries the bytes; it
 * is nowhere else in the way of a record.
 *
 * <p>{@code GET /shuffle/v1/<job>/<attempt>/<partition>} answers with a region's bytes, and in
 * headers with its records, CRC32C and longest key; 404 where the output isn't held, 400 where the
 * path names nothing, 500 where the output is damaged.
 */
@NullMarked
package dev.cobnut.worker.shuffle;

import org.jspecify.annotations.NullMarked;
