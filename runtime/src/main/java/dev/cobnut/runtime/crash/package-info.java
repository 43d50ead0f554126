/** Named places at which a test can make the process halt; absent from normal use. */
@NullMarked
package dev.cobnut.runtime.crash;

import org.jspecify.annotations.NullMarked;
