package io.holdfast.testkit.invariant;

import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.stream.BatchTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the lives of a job have known to be durable so far: every later life has to know it as well.
 * One thread.
 */
public final class Ledger {
  final Map<String, Long> lastBlock = new HashMap<>();
  final Map<String, Long> lastAllocatedBlock = new HashMap<>();
  final TreeMap<BatchTime, List<ReceivedBlock>> pending = new TreeMap<>();
  BatchTime lastAllocated = BatchTime.NONE;
  BatchTime lastCompleted = BatchTime.NONE;

  /** The same, to go on from in another life. */
  public Ledger fork() {
    Ledger fork = new Ledger();
    fork.lastBlock.putAll(lastBlock);
    fork.lastAllocatedBlock.putAll(lastAllocatedBlock);
    fork.pending.putAll(pending);
    fork.lastAllocated = lastAllocated;
    fork.lastCompleted = lastCompleted;
    return fork;
  }
}
