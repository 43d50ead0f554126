/** From inputs to splits, and the job's folder on storage. */
@NullMarked
package dev.cobnut.master.plan;

import org.jspecify.annotations.NullMarked;
