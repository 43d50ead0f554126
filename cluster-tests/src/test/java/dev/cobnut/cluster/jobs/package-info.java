/** Jobs that watch, stop or break what runs them. Each travels in a jar of its own. */
@NullMarked
package dev.cobnut.cluster.jobs;

import org.jspecify.annotations.NullMarked;
