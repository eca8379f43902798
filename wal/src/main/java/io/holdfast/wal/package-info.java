/**
 * The write-ahead log: segments of checksummed frames, group commit, and recovery that knows what
 * it has lost.
 *
 * <p>One log is one directory of segment files. {@link io.holdfast.wal.LogScan} reads it without
 * touching it and gives every segment a verdict; {@link io.holdfast.wal.WriteAheadLog} starts a new
 * segment behind what the scan has found and appends to it. A writer never re-opens a segment. The
 * bytes are specified in {@code docs/formats/log.md}.
 *
 * <ul>
 *   <li>A record that was acknowledged (its future completed) is returned by every later scan, or
 *       the scan refuses.
 *   <li>Every frame carries the highest LSN known durable when it was built. A bad frame at or
 *       below any such watermark is damage; above all of them it is a tail that a crash tore off,
 *       and nobody was told that it was safe.
 *   <li>Records that cannot be proven durable are written again, to a new segment, before anybody
 *       uses them.
 * </ul>
 */
package io.holdfast.wal;
