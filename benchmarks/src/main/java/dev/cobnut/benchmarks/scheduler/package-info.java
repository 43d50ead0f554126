/** What the scheduler alone costs, in time and in memory. */
@NullMarked
package dev.cobnut.benchmarks.scheduler;

import org.jspecify.annotations.NullMarked;
