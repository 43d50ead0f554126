/** The worker: task slots, map side, shuffle, reduce side. */
@NullMarked
package dev.cobnut.worker;

import org.jspecify.annotations.NullMarked;
