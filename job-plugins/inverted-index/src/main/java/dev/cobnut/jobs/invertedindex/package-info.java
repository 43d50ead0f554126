/** Lists for each word the files that hold it. */
@NullMarked
package dev.cobnut.jobs.invertedindex;

import org.jspecify.annotations.NullMarked;
