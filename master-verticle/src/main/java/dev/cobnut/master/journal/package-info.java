/** The seam behind which the truth is kept. */
@NullMarked
package dev.cobnut.master.journal;

import org.jspecify.annotations.NullMarked;
