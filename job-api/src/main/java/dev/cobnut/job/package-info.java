/**
 * What the author of a job compiles against: the job, its plan, its parameters, and the contracts
 * of map and reduce. Depends on the JDK alone; nothing of the engine is visible from here.
 */
@NullMarked
package dev.cobnut.job;

import org.jspecify.annotations.NullMarked;
