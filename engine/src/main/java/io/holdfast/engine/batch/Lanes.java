package io.holdfast.engine.batch;

import io.holdfast.runtime.SerialExecutor;

/**
 * The executors of a driver: its event loop, the one on which outputs commit, the one that writes
 * checkpoints.
 */
public record Lanes(SerialExecutor driver, SerialExecutor commit, SerialExecutor checkpoint) {}
