/** What master and worker share. */
@NullMarked
package dev.cobnut.runtime;

import org.jspecify.annotations.NullMarked;
