/** Sorts records into one total order. */
@NullMarked
package dev.cobnut.jobs.sort;

import org.jspecify.annotations.NullMarked;
