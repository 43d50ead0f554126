/**
 * The front door: requests that are checked, documents, problems, and the way to the acting master.
 */
@NullMarked
package dev.cobnut.master.api;

import org.jspecify.annotations.NullMarked;
