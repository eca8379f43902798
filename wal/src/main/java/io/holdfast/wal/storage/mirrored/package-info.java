/**
 * One storage on two places: what is acknowledged is durable on both, or on the one that is left.
 *
 * <p>The protocol, with the table of start cases, is in {@code docs/mirroring.md}.
 */
package io.holdfast.wal.storage.mirrored;
