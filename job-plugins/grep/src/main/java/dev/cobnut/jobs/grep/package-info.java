/** Counts the strings that match a pattern. */
@NullMarked
package dev.cobnut.jobs.grep;

import org.jspecify.annotations.NullMarked;
