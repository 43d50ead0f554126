/**
 * The inner loops of map, merge and input, measured with JMH: nanoseconds a record, on one thread.
 */
@NullMarked
package dev.cobnut.benchmarks.datapath;

import org.jspecify.annotations.NullMarked;
