package io.holdfast.benchmarks.peers.flink;

import io.holdfast.benchmarks.load.Lines;
import io.holdfast.benchmarks.load.Load;
import io.holdfast.benchmarks.load.Meter;
import io.holdfast.runtime.CompositionRoot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The one run of this process. The cluster is in the same process but serializes what it runs, so
 * its tasks find the run here.
 */
final class Run {
  private static volatile Run current;

  final Load load;
  final Lines lines;
  final Meter meter;
  private final Map<Long, Long> fedAt = new ConcurrentHashMap<>();
  private final Map<Long, Integer> reports = new ConcurrentHashMap<>();
  private final LongAdder rows = new LongAdder();
  private final int committers;
  private volatile Runnable onFirstLine = () -> {};
  private volatile Runnable onCommit = () -> {};

  /**
   * Begins it.
   *
   * @param committers how many tasks have to report a checkpoint before its output is visible
   */
  Run(Load load, int committers) {
    this.load = load;
    this.lines = new Lines(load.words());
    this.meter = new Meter(load);
    this.committers = committers;
    current = this;
  }

  static Run current() {
    return current;
  }

  /** What to do when the first line is handed out. */
  void onFirstLine(Runnable action) {
    onFirstLine = action;
  }

  void firstLine() {
    onFirstLine.run();
  }

  /** What to do when the first lines are visible. */
  void onCommit(Runnable action) {
    onCommit = action;
  }

  /** A checkpoint holds that many lines. */
  void snapshot(long checkpoint, long lines) {
    fedAt.put(checkpoint, lines);
  }

  /** One of the tasks has made its output of a completed checkpoint visible. */
  void completed(long checkpoint) {
    if (reports.merge(checkpoint, 1, Integer::sum) == committers) {
      Long lines = fedAt.get(checkpoint);
      if (lines != null && lines > 0) {
        onCommit.run();
        meter.committed(lines);
      }
    }
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
}
