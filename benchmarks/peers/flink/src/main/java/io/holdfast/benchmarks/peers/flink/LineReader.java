package io.holdfast.benchmarks.peers.flink;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;

/**
 * Hands out the lines that are due, some at a time, so that checkpoints can begin in between. Lines
 * carry the time at which they are handed out, and the watermark follows it.
 */
final class LineReader implements SourceReader<String, LineSource.Position> {
  private static final int AT_ONCE = 128;
  private static final long WATERMARK_MILLIS = 10;

  private final Run run = Run.current();
  private final boolean timed = run.load.text("job", "").matches("window|join|topk");
  private final CompletableFuture<Void> assigned = new CompletableFuture<>();
  private final CompletableFuture<Void> never = new CompletableFuture<>();
  private boolean finished;
  private long origin;
  private long next;
  private long due;
  private long time;
  private long watermark;

  @Override
  public void start() {}

  @Override
  public void addSplits(List<LineSource.Position> splits) {
    next = splits.get(0).next();
    due = next;
    // What was fed before a restart is no part of this run.
    origin = next;
    assigned.complete(null);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<String> output) {
    if (!assigned.isDone() || finished) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    if (next >= due) {
      due = origin + run.meter.due(next - origin);
    }
    if (timed) {
      tick(output);
    }
    if (next == origin && due > next) {
      run.firstLine();
    }
    long end = Math.min(due, next + AT_ONCE);
    while (next < end) {
      if (timed) {
        output.collect(run.lines.line(next), time);
      } else {
        output.collect(run.lines.line(next));
      }
      next++;
    }
    if (next - origin == run.load.lines()) {
      run.meter.fedAll(next - origin);
      finished = true;
      return InputStatus.NOTHING_AVAILABLE;
    }
    return InputStatus.MORE_AVAILABLE;
  }

  private void tick(ReaderOutput<String> output) {
    time = Run.millis();
    if (time >= watermark + WATERMARK_MILLIS) {
      watermark = time;
      output.emitWatermark(new Watermark(time - 1));
    }
  }

  @Override
  public List<LineSource.Position> snapshotState(long checkpoint) {
    run.snapshot(checkpoint, next - origin);
    return assigned.isDone() ? List.of(new LineSource.Position(next)) : List.of();
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return finished ? never : assigned;
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    if (timed) {
      run.completed(checkpoint);
    }
  }

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public void close() {}
}
