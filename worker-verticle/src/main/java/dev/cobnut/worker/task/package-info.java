/** What map tasks and reduce tasks share: control, counters, and how failures are told. */
@NullMarked
package dev.cobnut.worker.task;

import org.jspecify.annotations.NullMarked;
