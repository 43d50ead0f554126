/** The HTTP API from the caller's side. */
@NullMarked
package dev.cobnut.app.client;

import org.jspecify.annotations.NullMarked;
