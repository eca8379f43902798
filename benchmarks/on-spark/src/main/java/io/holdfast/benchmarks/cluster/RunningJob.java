package io.holdfast.benchmarks.cluster;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A job of Holdfast that is measured: what it must not do is end by itself. */
@CompositionRoot("a benchmark is a process of its own")
final class RunningJob {
  private static final Duration STOP = Duration.ofSeconds(20);

  private final StreamingContext context;
  private final CompletableFuture<Void> termination;

  private RunningJob(StreamingContext context, CompletableFuture<Void> termination) {
    this.context = context;
    this.termination = termination;
  }

  static RunningJob start(
      StreamingConfig config, Consumer<StreamingContext> define, StreamingListener... listeners) {
    StreamingContext context = StreamingContext.getOrCreate(config, define);
    for (StreamingListener listener : listeners) {
      context.addListener(listener);
    }
    context.start();
    return new RunningJob(context, context.termination().whenComplete(RunningJob::ended));
  }

  private static void ended(Void done, Throwable error) {
    if (error != null) {
      error.printStackTrace();
      end(1);
    }
  }

  void stop() {
    context.stop(STOP);
    termination.join();
  }

  /** Ends the process: what has been measured has been measured. */
  static void end(int status) {
    System.out.flush();
    Runtime.getRuntime().halt(status);
  }
}
