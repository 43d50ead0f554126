/** Adds up requests, errors and bytes of access logs. */
@NullMarked
package dev.cobnut.jobs.logstats;

import org.jspecify.annotations.NullMarked;
