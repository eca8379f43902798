package io.holdfast.sink;

import io.holdfast.stream.BatchTime;

/**
 * The identity under which an output of a batch commits (rule R5).
 *
 * @param application name of the application
 * @param output name of the output
 * @param batch the batch
 * @param epoch of the driver that commits
 */
public record TxnId(String application, String output, BatchTime batch, long epoch) {}
