package io.holdfast.engine.batch;

import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Records completions, at once (exactly-once) or some time later in one go (at-least-once: what is
 * not recorded when the driver dies runs again). Used from the driver's executor.
 */
final class CompletionLog {
  private final Journal journal;
  private final Scheduler scheduler;
  private final SerialExecutor driver;
  private final Duration delay;
  private final Deque<Completion> waiting = new ArrayDeque<>();
  private boolean timer;
  private int recording;

  private record Completion(BatchCompleted event, Runnable then) {}

  CompletionLog(Journal journal, Scheduler scheduler, SerialExecutor driver, Duration delay) {
    this.journal = journal;
    this.scheduler = scheduler;
    this.driver = driver;
    this.delay = delay;
  }

  void record(BatchCompleted event, Runnable then) {
    waiting.add(new Completion(event, then));
    if (delay.isZero()) {
      flush();
    } else if (!timer) {
      timer = true;
      scheduler.schedule(delay, driver, this::flush);
    }
  }

  boolean empty() {
    return waiting.isEmpty() && recording == 0;
  }

  void flush() {
    timer = false;
    while (!waiting.isEmpty()) {
      Completion completion = waiting.removeFirst();
      recording++;
      journal.record(
          completion.event,
          () -> {
            recording--;
            completion.then.run();
          });
    }
  }
}
