/** The one mapping between core's records and JSON, for the bus and for the checkpoint. */
@NullMarked
package dev.cobnut.runtime.json;

import org.jspecify.annotations.NullMarked;
