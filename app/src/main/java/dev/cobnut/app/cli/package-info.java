/** The commands, one class each. */
@NullMarked
package dev.cobnut.app.cli;

import org.jspecify.annotations.NullMarked;
