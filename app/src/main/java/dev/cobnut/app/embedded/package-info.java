/** A whole job in this process: master and worker on a local Vert.x, no port opened. */
@NullMarked
package dev.cobnut.app.embedded;

import org.jspecify.annotations.NullMarked;
