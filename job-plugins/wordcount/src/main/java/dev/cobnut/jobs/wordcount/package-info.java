/** Counts how often each word occurs. */
@NullMarked
package dev.cobnut.jobs.wordcount;

import org.jspecify.annotations.NullMarked;
