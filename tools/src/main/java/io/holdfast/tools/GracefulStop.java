package io.holdfast.tools;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.stream.StopReport;
import io.holdfast.stream.StreamingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Stops a job at a signal, once what it has received is processed, and says what it did. */
final class GracefulStop {
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);
  private static final int KILLED_BY_SIGNAL = 130;

  private final StreamingContext context;
  private final StatusLine terminal;
  private final CompletableFuture<StopReport> report = new CompletableFuture<>();
  private volatile boolean started;
  private volatile boolean requested;

  GracefulStop(StreamingContext context, StatusLine terminal) {
    this.context = context;
    this.terminal = terminal;
  }

  /** From here on there is something to drain. */
  void started() {
    started = true;
  }

  /** Stops the job; called on the thread of a signal. A job that has not started just ends. */
  @CompositionRoot(
      "a recovery can be ended at any point, as by a kill, and is repeated by the next")
  @SuppressWarnings("CatchingUnchecked") // handed to the main thread, which reports it
  void request() {
    if (!started) {
      terminal.println("holdfast: ended before the job had started; the next start begins anew");
      Runtime.getRuntime().halt(KILLED_BY_SIGNAL);
    }
    requested = true;
    terminal.println("stopping after the data at hand (a second signal ends the job at once)");
    try {
      report.complete(context.stop(DRAIN_LIMIT));
    } catch (Exception | Error e) {
      report.completeExceptionally(e);
    }
  }

  /** Prints the outcome of the stop, if one was requested; called after the job has ended. */
  void report() {
    if (!requested) {
      return;
    }
    try {
      StopReport done = report.join();
      terminal.clear();
      terminal.println(words(done));
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** What a stop has left, in words. */
  static String words(StopReport done) {
    return String.format(
        Locale.ROOT,
        "stopped: %,d records received, %,d stored, %,d processed, %,d left for the next start",
        done.received(),
        done.stored(),
        done.processed(),
        done.leftOver());
  }
}
