/** Follows records on their way: source, block, batch, state, output, checkpoint, release. */
package io.holdfast.inspection.trace;
