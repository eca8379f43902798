package io.holdfast.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A fixed number of threads that take tasks from one queue; each is a {@link LiveLane} of its own.
 */
final class LivePool implements Executor {
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private final List<LiveLane> idle = new ArrayList<>();

  LivePool(List<LiveLane> lanes) {
    idle.addAll(lanes);
  }

  @Override
  public void execute(Runnable task) {
    LiveLane lane;
    synchronized (this) {
      if (idle.isEmpty()) {
        waiting.add(task);
        return;
      }
      lane = idle.remove(idle.size() - 1);
    }
    runOn(lane, task);
  }

  private void runOn(LiveLane lane, Runnable task) {
    lane.execute(
        () -> {
          try {
            task.run();
          } finally {
            next(lane);
          }
        });
  }

  private void next(LiveLane lane) {
    Runnable task;
    synchronized (this) {
      task = waiting.poll();
      if (task == null) {
        idle.add(lane);
        return;
      }
    }
    runOn(lane, task);
  }
}
