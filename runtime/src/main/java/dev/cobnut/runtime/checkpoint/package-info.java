/**
 * The checkpoint: the live state of the scheduler, as Saves in the grid's maps.
 *
 * <p>A Save's bytes, version 2:
 *
 * <pre>
 * offset  bytes  what
 *      0      1  version: 2
 *      1    all  JSON, UTF-8, without white space: an object whose first field, "type", is the
 *                record's simple name, followed by the record's components in their order
 * </pre>
 *
 * <p>In the JSON an id is a text: a job {@code k3f9}, a task {@code k3f9/s0-m-00017}, an attempt
 * {@code k3f9/s0-m-00017.t3.a1}, a worker {@code node/incarnation}. An enum is its constant's name.
 * An empty Optional is left out. A nested record that is one of several has a "type" of its own. A
 * field that isn't known, or is missing, is damage.
 *
 * <p>The maps are listed in {@link dev.cobnut.runtime.checkpoint.MapNames}. What is in them,
 * numbers big-endian:
 *
 * <pre>
 * bytes  what
 *     1  0x11: an entry; 0x12: a header, or a list
 *     8  segment: the last that it holds
 *     8  of a header: the segment of the list that it goes on from, 0 for none; else 0
 *   all  in ZLIB's form:
 *     4    count, of each
 *   4+n      image's key, or entry's name: length, then UTF-8
 *   4+n      of an entry: the Save, length, then its bytes
 *     8      of a header, or list: the entry's last segment; -1 where it isn't one any more
 * </pre>
 */
@NullMarked
package dev.cobnut.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
