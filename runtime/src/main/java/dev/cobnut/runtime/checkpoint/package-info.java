/** The checkpoint: the live state of the scheduler, as Saves in the grid's maps. */
@NullMarked
package dev.cobnut.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
