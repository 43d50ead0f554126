/** What crosses the event bus: addresses, messages, membership. */
@NullMarked
package dev.cobnut.runtime.bus;

import org.jspecify.annotations.NullMarked;
