/**
 * Every fault of the matrix in {@code docs/reliability.md}, done to real processes. A test says
 * what is run, does the fault, proves that it happened, and then asks {@link
 * dev.cobnut.cluster.fault.Invariants} whether anybody could tell.
 */
@NullMarked
package dev.cobnut.cluster.fault;

import org.jspecify.annotations.NullMarked;
