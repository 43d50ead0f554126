/** What the event bus may do to messages, done to a whole job in one process. */
@NullMarked
package dev.cobnut.app.fault;

import org.jspecify.annotations.NullMarked;
