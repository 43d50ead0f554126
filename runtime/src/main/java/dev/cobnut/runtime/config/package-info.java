/**
 * The configuration of a node: every key in one table, read from a file, the environment and system
 * properties.
 */
@NullMarked
package dev.cobnut.runtime.config;

import org.jspecify.annotations.NullMarked;
