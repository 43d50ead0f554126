/** Sorts lines or records into one sequence. */
@NullMarked
package dev.cobnut.jobs.sort;

import org.jspecify.annotations.NullMarked;
