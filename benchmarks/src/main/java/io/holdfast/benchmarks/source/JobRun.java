package io.holdfast.benchmarks.source;

import io.holdfast.benchmarks.load.Load;
import io.holdfast.benchmarks.load.Meter;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BiConsumer;

/** A job of Holdfast under a load. */
public final class JobRun {
  private static final Duration STOP = Duration.ofSeconds(20);

  private JobRun() {}

  /** Where the application of a run lies and what its batches last; the rest is as it comes. */
  public static StreamingConfig.Builder config(String application, Load load) {
    return StreamingConfig.builder(application, load.directory().resolve("app"))
        .batchInterval(Duration.ofMillis(load.batchMillis()));
  }

  /**
   * Runs one load and prints what was measured.
   *
   * @param name in the result
   * @param define defines the job; its source asks the meter what to feed
   */
  public static void measure(
      String name,
      StreamingConfig config,
      Load load,
      BiConsumer<StreamingContext, LineSource> define)
      throws InterruptedException, IOException {
    Meter meter = new Meter(load);
    LineSource source = new LineSource(load, meter);
    StreamingContext context =
        StreamingContext.getOrCreate(config, job -> define.accept(job, source));
    context.addListener(new Committed(meter));
    context.start();
    meter.awaitEnd();
    System.out.println(meter.result(name));
    context.stop(STOP);
  }
}
