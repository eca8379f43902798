/**
 * Keyed state, versioned by batch, kept as a log: one delta a batch with the touched keys, and a
 * snapshot now and then. The state itself lives in memory; the log is what a restart rebuilds it
 * from. The bytes are specified in {@code docs/formats/state.md}.
 */
package io.holdfast.checkpoint.state;
