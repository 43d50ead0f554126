/** The command line. */
@NullMarked
package dev.cobnut.app;

import org.jspecify.annotations.NullMarked;
