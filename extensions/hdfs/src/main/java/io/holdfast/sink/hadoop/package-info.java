/**
 * Outputs in the file formats of Hadoop, exactly once. The formats write through the storage of the
 * output, so they have its guarantees, wherever it is.
 */
package io.holdfast.sink.hadoop;
