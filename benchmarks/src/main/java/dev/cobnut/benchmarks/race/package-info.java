/**
 * Whole programs raced against each other: the same work over the same data, as processes of their
 * own, in paired rounds. What they cost is read from {@code /proc}, so this runs on Linux alone.
 */
@NullMarked
package dev.cobnut.benchmarks.race;

import org.jspecify.annotations.NullMarked;
