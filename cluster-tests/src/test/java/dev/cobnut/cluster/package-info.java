/**
 * Real processes of the real jar: started, asked, killed. What they write is compared with a
 * sequential run.
 */
@NullMarked
package dev.cobnut.cluster;

import org.jspecify.annotations.NullMarked;
