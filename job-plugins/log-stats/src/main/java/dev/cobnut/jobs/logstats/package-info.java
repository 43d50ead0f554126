/** Adds up requests and bytes of access logs. */
@NullMarked
package dev.cobnut.jobs.logstats;

import org.jspecify.annotations.NullMarked;
