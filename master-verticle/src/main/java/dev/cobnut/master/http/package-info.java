/** The HTTP API: routes, and the way to the acting master. */
@NullMarked
package dev.cobnut.master.http;

import org.jspecify.annotations.NullMarked;
