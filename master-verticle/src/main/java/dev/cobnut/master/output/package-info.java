/** A job's folder in its output: claimed, filled, and moved to the names that readers know. */
@NullMarked
package dev.cobnut.master.output;

import org.jspecify.annotations.NullMarked;
