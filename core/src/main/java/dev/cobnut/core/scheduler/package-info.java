/**
 * The scheduler: a pure function of events. Events go in, commands come out; no clock, no I/O, no
 * threads, no randomness.
 */
@NullMarked
package dev.cobnut.core.scheduler;

import org.jspecify.annotations.NullMarked;
