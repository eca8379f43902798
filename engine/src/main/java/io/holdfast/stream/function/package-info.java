/**
 * The functions that users write. All are serializable, because the checkpoint holds the graph with
 * its functions.
 */
package io.holdfast.stream.function;
