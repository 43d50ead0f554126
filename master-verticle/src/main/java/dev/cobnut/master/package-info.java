/** The master: election, journal, scheduler driver, split planning, HTTP API. */
@NullMarked
package dev.cobnut.master;

import org.jspecify.annotations.NullMarked;
