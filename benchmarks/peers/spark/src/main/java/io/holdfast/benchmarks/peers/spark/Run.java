package io.holdfast.benchmarks.peers.spark;

import io.holdfast.benchmarks.load.Lines;
import io.holdfast.benchmarks.load.Load;
import io.holdfast.benchmarks.load.Meter;
import io.holdfast.runtime.CompositionRoot;
import java.util.concurrent.atomic.LongAdder;

/**
 * The one run of this process. Spark serializes what it runs, in local mode too, so its tasks find
 * the run here.
 */
final class Run {
  private static volatile Run current;

  private final LongAdder rows = new LongAdder();
  final Load load;
  final Lines lines;
  final Meter meter;

  Run(Load load) {
    this.load = load;
    this.lines = new Lines(load.words());
    this.meter = new Meter(load);
    current = this;
  }

  static Run current() {
    return current;
  }

  /** So many more rows have come out. */
  void rows(long more) {
    rows.add(more);
  }

  long rows() {
    return rows.sum();
  }

  @CompositionRoot("a benchmark runs in real time")
  static long millis() {
    return System.currentTimeMillis();
  }

  /** Ends the process: what has been measured has been measured. */
  @CompositionRoot("a benchmark is a process of its own")
  static void end(int status) {
    System.out.flush();
    Runtime.getRuntime().halt(status);
  }
}
