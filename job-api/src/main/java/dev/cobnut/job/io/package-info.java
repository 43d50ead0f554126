/** Stock input and output formats: lines of text, fixed-length records, tab-separated output. */
@NullMarked
package dev.cobnut.job.io;

import org.jspecify.annotations.NullMarked;
