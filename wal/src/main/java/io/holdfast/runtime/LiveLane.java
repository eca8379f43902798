package io.holdfast.runtime;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One thread with a queue in front of it. The thread ignores {@link Thread#interrupt()}: an
 * interrupt in the middle of a write would close the file for good, and no code that runs here may
 * cause that, not even foreign code.
 *
 * <p>The thread is a daemon. A process whose main method has returned ends without us, which is
 * safe because a stop and a crash take the same way; who wants to keep running waits for the
 * engine's end.
 */
final class LiveLane implements SerialExecutor {
  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final FailureReporter failures;
  private final LaneThread thread;
  private volatile boolean closed;

  LiveLane(String name, FailureReporter failures) {
    this.failures = failures;
    this.thread = new LaneThread(name);
  }

  void start() {
    thread.start();
  }

  @Override
  public String name() {
    return thread.getName();
  }

  @Override
  public void execute(Runnable task) {
    if (!closed) {
      queue.add(task);
    }
  }

  /** No task starts after the one that is running. Returns at once; {@link #thread} ends soon. */
  void stop() {
    closed = true;
    queue.clear();
    queue.add(this::nothing);
  }

  private void nothing() {}

  Thread thread() {
    return thread;
  }

  private void runTasks() {
    while (!closed) {
      try {
        Runnable task = queue.take();
        if (!closed) {
          task.run();
        }
      } catch (Throwable e) {
        failures.reportSafely(name(), e);
      }
    }
    queue.clear();
  }

  private final class LaneThread extends Thread {
    LaneThread(String name) {
      super(name);
      setDaemon(true);
    }

    @Override
    public void run() {
      runTasks();
    }

    @Override
    public void interrupt() {
      // See the class page.
    }
  }
}
