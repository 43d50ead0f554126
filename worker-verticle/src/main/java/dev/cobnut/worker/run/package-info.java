/**
 * Sorted runs on local disk: how they are written, found, read back and merged.
 *
 * <p>A run is one file: R regions one behind the other, an index, a footer. It is written under a
 * name that ends in {@code .tmp} and takes its own name when it is whole. Spills, map outputs and
 * merged runs are all of this form. Numbers are big-endian; varints are groups of seven bits, the
 * lowest first.
 *
 * <table>
 *   <caption>A run of R regions</caption>
 *   <tr><th>bytes</th><th>what</th></tr>
 *   <tr><td colspan="2">each record of a region, ascending by the unsigned bytes of the key, equal
 *       keys in the order of emission:</td></tr>
 *   <tr><td>1..5</td><td>varint: length of the key, bytes</td></tr>
 *   <tr><td>1..5</td><td>varint: length of the value, bytes</td></tr>
 *   <tr><td>..</td><td>key</td></tr>
 *   <tr><td>..</td><td>value</td></tr>
 *   <tr><td colspan="2">index, 40 bytes for each region, region 0 first:</td></tr>
 *   <tr><td>8</td><td>offset of the region in the file, bytes</td></tr>
 *   <tr><td>8</td><td>length of the region as it lies there, bytes</td></tr>
 *   <tr><td>8</td><td>records in the region</td></tr>
 *   <tr><td>4</td><td>CRC32C of the region's bytes</td></tr>
 *   <tr><td>4</td><td>length of the longest key in the region, bytes</td></tr>
 *   <tr><td>8</td><td>length of the region's records, bytes: of the region where the codec is 0</td></tr>
 *   <tr><td colspan="2">footer, 32 bytes:</td></tr>
 *   <tr><td>8</td><td>offset of the index in the file, bytes</td></tr>
 *   <tr><td>4</td><td>R</td></tr>
 *   <tr><td>4</td><td>version of the form: 2</td></tr>
 *   <tr><td>4</td><td>codec: 0 none, 1 LZ4 blocks, 2 Zstandard frames</td></tr>
 *   <tr><td>4</td><td>CRC32C of the index and the 20 bytes of the footer before this</td></tr>
 *   <tr><td>8</td><td>{@code COBNUTRN}</td></tr>
 * </table>
 *
 * <p>With a codec, a region is a sequence of frames, which hold its records one behind the other; a
 * record may lie in several. Map outputs alone have one: spills and merged runs are read once,
 * where they were written.
 *
 * <table>
 *   <caption>A frame</caption>
 *   <tr><th>bytes</th><th>what</th></tr>
 *   <tr><td>4</td><td>n: bytes of records in it, 1 to 65,536</td></tr>
 *   <tr><td>4</td><td>m: bytes that follow, 1 to n</td></tr>
 *   <tr><td>m</td><td>the records compressed; as they are where m is n</td></tr>
 * </table>
 */
@NullMarked
package dev.cobnut.worker.run;

import org.jspecify.annotations.NullMarked;
