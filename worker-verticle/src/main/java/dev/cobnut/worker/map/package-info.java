/**
 * The map side: reads a split, calls the map function, and leaves one sorted run of R regions. What
 * is emitted is encoded at once, kept in memory within a budget, and spilled where it doesn't fit.
 */
@NullMarked
package dev.cobnut.worker.map;

import org.jspecify.annotations.NullMarked;
