/**
 * Shared storage: what a job reads, and the folder that its output goes to. Blocking; called from
 * worker threads only.
 */
@NullMarked
package dev.cobnut.runtime.storage;

import org.jspecify.annotations.NullMarked;
