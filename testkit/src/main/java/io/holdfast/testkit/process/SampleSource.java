package io.holdfast.testkit.process;

import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Sends numbered lines from behind the last durable one. A sender forgets what it was told is safe,
 * so whoever asks for such a line again has lost it.
 */
final class SampleSource implements ReceiverSource<String> {
  private static final long serialVersionUID = 1L;
  private static final String PARTITION = "line";
  private static final Duration TICK = Duration.ofMillis(5);
  private static final long TICKS_PER_SECOND = Duration.ofSeconds(1).dividedBy(TICK);
  private static final int BURST_LINES = 256;

  private final String stream;
  private final int linesPerSecond;
  private final transient Sample sample;

  SampleSource(String stream, int linesPerSecond, Sample sample) {
    this.stream = stream;
    this.linesPerSecond = linesPerSecond;
    this.sample = sample;
  }

  @Override
  public String description() {
    return "lines of a sample";
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(Guarantee.EXACTLY_ONCE, "numbered lines, sent from any number");
  }

  @Override
  public Receiver<String> createReceiver() {
    return new SampleReceiver();
  }

  private final class SampleReceiver implements Receiver<String> {
    private List<String> lines;
    private SentLines sent;
    private int next;
    private volatile boolean stopped;

    @Override
    public void start(ReceiverContext<String> context, Map<String, Long> resumeAfter) {
      lines = sample.lines(stream);
      sent = sample.sent(stream);
      long after = resumeAfter.getOrDefault(PARTITION, 0L);
      if (after < sent.acknowledged()) {
        sample.violated(
            "stream '"
                + stream
                + "' asks for line "
                + (after + 1)
                + ", but the sender was told that everything up to line "
                + sent.acknowledged()
                + " is safe");
        return;
      }
      sent.resumeAfter(after);
      safeUpTo(after);
      next = (int) after;
      SerialExecutor lane = context.scheduler().serial("sample-" + stream);
      lane.execute(() -> send(context, lane));
    }

    private void send(ReceiverContext<String> context, SerialExecutor lane) {
      int burst =
          linesPerSecond == 0 ? BURST_LINES : (int) Math.max(1, linesPerSecond / TICKS_PER_SECOND);
      int end = Math.min(lines.size(), next + burst);
      sent.sendUpTo(end);
      for (; next < end && !stopped; next++) {
        context.store(lines.get(next), PARTITION, next + 1L);
      }
      if (next < lines.size() && !stopped) {
        if (linesPerSecond == 0) {
          lane.execute(() -> send(context, lane));
        } else {
          context.scheduler().schedule(TICK, lane, () -> send(context, lane));
        }
      } else {
        context.caughtUp();
      }
    }

    @Override
    public void acknowledged(Map<String, Long> durable) {
      safeUpTo(durable.getOrDefault(PARTITION, 0L));
    }

    private void safeUpTo(long line) {
      sent.acknowledge(line);
      if (line == lines.size()) {
        sample.allSafe(stream);
      }
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }
}
