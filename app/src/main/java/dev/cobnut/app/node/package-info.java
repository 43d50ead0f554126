/** A node: how Vert.x and Hazelcast are started from our settings, and nothing else. */
@NullMarked
package dev.cobnut.app.node;

import org.jspecify.annotations.NullMarked;
