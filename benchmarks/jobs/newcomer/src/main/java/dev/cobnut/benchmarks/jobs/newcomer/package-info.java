/** A job as somebody writes it on the first day, for a row of its own in the race. */
@NullMarked
package dev.cobnut.benchmarks.jobs.newcomer;

import org.jspecify.annotations.NullMarked;
