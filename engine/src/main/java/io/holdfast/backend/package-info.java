/**
 * What runs batches: the lineage of one batch as a tree of {@link io.holdfast.backend.Rdd}s, and
 * the interface behind which a backend executes it.
 */
package io.holdfast.backend;
