/** Keeps each distinct line once. */
@NullMarked
package dev.cobnut.jobs.distinct;

import org.jspecify.annotations.NullMarked;
