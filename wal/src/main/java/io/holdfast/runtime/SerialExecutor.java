package io.holdfast.runtime;

import java.util.concurrent.Executor;

/**
 * Runs tasks one at a time in the order of submission. State that only its tasks touch needs no
 * lock. Submitting never blocks; tasks submitted after the scheduler was closed are dropped.
 */
public interface SerialExecutor extends Executor {
  String name();
}
