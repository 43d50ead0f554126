/** Plugins: jars of jobs, each in a class loader of its own, known by their SHA-256. */
@NullMarked
package dev.cobnut.runtime.plugin;

import org.jspecify.annotations.NullMarked;
