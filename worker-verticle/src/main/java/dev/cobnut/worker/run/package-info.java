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
 *   <tr><td colspan="2">index, 32 bytes for each region, region 0 first:</td></tr>
 *   <tr><td>8</td><td>offset of the region in the file, bytes</td></tr>
 *   <tr><td>8</td><td>length of the region, bytes</td></tr>
 *   <tr><td>8</td><td>records in the region</td></tr>
 *   <tr><td>4</td><td>CRC32C of the region's bytes</td></tr>
 *   <tr><td>4</td><td>length of the longest key in the region, bytes</td></tr>
 *   <tr><td colspan="2">footer, 28 bytes:</td></tr>
 *   <tr><td>8</td><td>offset of the index in the file, bytes</td></tr>
 *   <tr><td>4</td><td>R</td></tr>
 *   <tr><td>4</td><td>version of the form: 1</td></tr>
 *   <tr><td>4</td><td>CRC32C of the index and the 16 bytes of the footer before this</td></tr>
 *   <tr><td>8</td><td>{@code COBNUTRN}</td></tr>
 * </table>
 */
@NullMarked
package dev.cobnut.worker.run;

import org.jspecify.annotations.NullMarked;
