/**
 * The journal: the only truth, fenced by its own numbering. Segment n is created on the state
 * storage if and only if none is there; a master that was replaced finds its number taken. A term
 * is the number of the segment that opened it.
 *
 * <p>A segment's bytes, numbers big-endian:
 *
 * <pre>
 * bytes  what
 *     4  "Cbj1"; of a snapshot: "Cbs1"
 *     8  number; of a snapshot: of the last segment that it holds
 *     8  term; of a snapshot: 0
 *   4+n  nonce: length, then UTF-8
 *     4  count of images, of each:
 *     1    1 where it takes its job away with all that belongs to it, else 0
 *   4+n    key: length, then UTF-8
 *   4+n    Save: length, then the bytes of its byte form (dev.cobnut.runtime.checkpoint)
 *     4  CRC32C of all before
 * </pre>
 */
@NullMarked
package dev.cobnut.master.journal;

import org.jspecify.annotations.NullMarked;
