/** Ids and descriptors that all rooms share: records without behaviour beyond their own checks. */
@NullMarked
package dev.cobnut.core.model;

import org.jspecify.annotations.NullMarked;
