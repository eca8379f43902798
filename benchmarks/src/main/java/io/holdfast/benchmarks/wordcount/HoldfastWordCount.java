package io.holdfast.benchmarks.wordcount;

import io.holdfast.benchmarks.load.Load;
import io.holdfast.benchmarks.source.JobRun;
import io.holdfast.examples.WordCount;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.TextFileSink;
import java.io.IOException;

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
    TextFileSink sink = TextFileSink.to(load.directory().resolve("out"));
    JobRun.measure(
        "holdfast",
        WordCount.registerState(JobRun.config(WordCount.NAME, load)).build(),
        load,
        (job, source) -> WordCount.define(job, source, sink));
  }
}
