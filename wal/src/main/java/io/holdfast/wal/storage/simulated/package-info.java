/**
 * A disk in memory that loses, after a simulated power cut, everything that a real one may lose.
 *
 * <p><b>Fault model.</b> Reads see all that was written, as through a page cache. Bytes are durable
 * once their file was forced, entries once their directory was forced. A {@linkplain
 * io.holdfast.wal.storage.simulated.SimulatedDisk#crash crash} decides by a seed, for everything
 * else, what is found afterwards: for each sector of 512 bytes its new content, zeros, part of it
 * or garbage, for each file a size between the forced and the written one, for each change of an
 * entry whether it happened. Durable bytes and entries never change. A renaming never loses the
 * thing renamed; a file may be found under both names.
 *
 * <p>Operations that change the disk are numbered and shown to one {@link
 * io.holdfast.wal.storage.simulated.OperationObserver}, who may end the process before, inside or
 * after each by throwing {@link io.holdfast.wal.storage.simulated.SimulatedCrash}.
 */
package io.holdfast.wal.storage.simulated;
