/**
 * How map outputs come to reducers: served over HTTP from the disk of the worker that holds them,
 * fetched to the disk of the worker that wants them, or read in place. Vert.x carries the bytes; it
 * is nowhere else in the way of a record.
 *
 * <p>{@code POST /shuffle/v3/<job>/<partition>} asks for one partition of several maps; the body
 * names up to 1,024 attempts at map tasks, each with a line feed. The answer holds the first n of
 * their regions, in the order asked for, n at least 1: the server ends it where a region has no
 * room in it any more, and what it lacks is asked for again. 400 where path or body name nothing.
 *
 * <p>With the header {@code Cobnut-Regions: n}, the body holds n times a head and a region, or the
 * reason in words why that one can't be had. With {@code Cobnut-Region}, whose value is a head in
 * hexadecimal digits, the body is the first region alone. Numbers are big-endian.
 *
 * <table>
 *   <caption>A head</caption>
 *   <tr><th>bytes</th><th>what</th></tr>
 *   <tr><td>4</td><td>200; else what follows is no region but the reason (UTF-8, up to 4 KiB): 404
 *       where the output isn't held, 500 where it is damaged, 503 where it can't be read now</td></tr>
 *   <tr><td>8</td><td>bytes that follow</td></tr>
 *   <tr><td>8</td><td>records in them</td></tr>
 *   <tr><td>4</td><td>CRC32C of them</td></tr>
 *   <tr><td>4</td><td>length of the longest key in them, bytes</td></tr>
 *   <tr><td>4</td><td>codec of a region, as in a run; else 0</td></tr>
 *   <tr><td>8</td><td>bytes of the region's records before they were compressed</td></tr>
 *   <tr><td>4</td><td>CRC32C of {@code <job>/<attempt>/<partition>} and the 40 bytes before
 *       this</td></tr>
 * </table>
 */
@NullMarked
package dev.cobnut.worker.shuffle;

import org.jspecify.annotations.NullMarked;
