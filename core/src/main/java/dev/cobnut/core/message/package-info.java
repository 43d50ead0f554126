/**
 * All that crosses the event bus between master and workers. Each message may come twice, late, or
 * never, and carries the term of the master that sends it or is meant.
 */
@NullMarked
package dev.cobnut.core.message;

import org.jspecify.annotations.NullMarked;
