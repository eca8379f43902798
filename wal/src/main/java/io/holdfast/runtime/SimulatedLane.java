package io.holdfast.runtime;

import java.util.ArrayDeque;

/**
 * A lane of the {@link SimulatedScheduler}: a queue of ready tasks and its place among the lanes
 * that have any. A task of a pool gets a lane for itself.
 */
final class SimulatedLane implements SerialExecutor {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final SimulatedScheduler scheduler;
  private final String name;
  private final ArrayDeque<Runnable> tasks;

  /** What the scheduler folds into its trace when a task of this lane runs; computed once. */
  final long nameHash;

  SimulatedLane(SimulatedScheduler scheduler, String name) {
    this(scheduler, name, hash(name), 8);
  }

  private SimulatedLane(SimulatedScheduler scheduler, String name, long nameHash, int capacity) {
    this.scheduler = scheduler;
    this.name = name;
    this.nameHash = nameHash;
    this.tasks = new ArrayDeque<>(capacity);
  }

  /** A lane of the same name for one task that may overtake all others. */
  SimulatedLane sibling() {
    return new SimulatedLane(scheduler, name, nameHash, 1);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void execute(Runnable task) {
    if (scheduler.isClosed()) {
      return;
    }
    tasks.add(task);
    if (tasks.size() == 1) {
      scheduler.becameReady(this);
    }
  }

  Runnable take() {
    return tasks.poll();
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  private static long hash(String name) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
