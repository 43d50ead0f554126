/** Product classes with a bug in them, for tests that must find it. */
@NullMarked
package dev.cobnut.core.patch;

import org.jspecify.annotations.NullMarked;
