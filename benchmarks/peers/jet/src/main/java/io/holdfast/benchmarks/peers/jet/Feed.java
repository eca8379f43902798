package io.holdfast.benchmarks.peers.jet;

import com.hazelcast.jet.pipeline.SourceBuilder;
import com.hazelcast.jet.pipeline.SourceBuilder.SourceBuffer;
import com.hazelcast.jet.pipeline.StreamSource;
import io.holdfast.benchmarks.load.Lines;
import io.holdfast.benchmarks.load.Load;
import io.holdfast.benchmarks.load.Meter;
import java.util.List;

/**
 * The load as a source that can be read again from any line. The member is in this process but
 * serializes what it runs, so the run is found here.
 */
final class Feed {
  private static final int AT_ONCE = 1024;

  private static volatile Load load;
  private static volatile Meter meter;
  private static volatile long inSnapshot;

  private final Lines lines = new Lines(load.words());
  private long next;
  private long due;
  private boolean finished;

  /** Sets what the source of this process feeds. */
  static void of(Load newLoad, Meter newMeter) {
    load = newLoad;
    meter = newMeter;
  }

  static StreamSource<String> source() {
    return SourceBuilder.stream("lines", context -> new Feed())
        .<String>fillBufferFn(Feed::fill)
        .createSnapshotFn(Feed::snapshot)
        .restoreSnapshotFn(Feed::restore)
        .build();
  }

  /** The output of the last snapshot is visible: snapshots follow one another. */
  static void committed() {
    meter.committed(inSnapshot);
  }

  private void fill(SourceBuffer<String> buffer) {
    if (finished) {
      return;
    }
    if (next >= due) {
      due = meter.due(next);
    }
    long end = Math.min(due, next + AT_ONCE);
    while (next < end) {
      buffer.add(lines.line(next++));
    }
    if (next == load.lines()) {
      meter.fedAll(next);
      finished = true;
    }
  }

  private Long snapshot() {
    inSnapshot = next;
    return next;
  }

  private void restore(List<Long> positions) {
    next = positions.get(0);
  }
}
