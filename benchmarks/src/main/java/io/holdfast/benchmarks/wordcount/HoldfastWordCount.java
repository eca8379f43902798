package io.holdfast.benchmarks.wordcount;

import io.holdfast.benchmarks.load.Load;
import io.holdfast.benchmarks.load.Meter;
import io.holdfast.benchmarks.source.Committed;
import io.holdfast.benchmarks.source.LineSource;
import io.holdfast.examples.WordCount;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import java.io.IOException;
import java.time.Duration;

/**
 * The word count of the examples, as anybody would run it: every block forced before it is
 * acknowledged, the state's changes forced in every batch, text files published exactly once.
 */
@CompositionRoot("measures a real process in real time")
public final class HoldfastWordCount {
  private HoldfastWordCount() {}

  /** Runs one load and prints what was measured. */
  public static void main(String[] args) throws InterruptedException, IOException {
    Load load = Load.parse(args);
    Meter meter = new Meter(load);
    StreamingConfig config =
        WordCount.registerState(
                StreamingConfig.builder(WordCount.NAME, load.directory().resolve("app")))
            .batchInterval(Duration.ofMillis(load.batchMillis()))
            .build();
    TextFileSink sink = TextFileSink.to(load.directory().resolve("out"));
    LineSource source = new LineSource(load, meter);
    StreamingContext context =
        StreamingContext.getOrCreate(config, job -> WordCount.define(job, source, sink));
    context.addListener(new Committed(meter));
    context.start();
    meter.awaitEnd();
    System.out.println(meter.result("holdfast"));
    context.stop(Duration.ofSeconds(20));
  }
}
