/** The data sets that are raced over, made so that the same arguments give the same bytes. */
@NullMarked
package dev.cobnut.benchmarks.data;

import org.jspecify.annotations.NullMarked;
