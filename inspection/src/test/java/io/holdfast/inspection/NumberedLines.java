package io.holdfast.inspection;

import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import java.time.Duration;
import java.util.Map;

/** Delivers numbered lines, some every few milliseconds, from behind the last durable one. */
final class NumberedLines implements ReceiverSource<String> {
  private static final long serialVersionUID = 1L;
  private static final String[] WORDS = {"tide", "kelp", "rock", "storm", "hold", "fast", "reef"};
  private static final int BURST = 3;

  private final int count;
  private transient long acknowledged;
  private transient Map<String, Long> resumedBehind;

  NumberedLines(int count) {
    this.count = count;
  }

  /** The highest number that the job has acknowledged. */
  long acknowledged() {
    return acknowledged;
  }

  /** Behind what it was asked to go on; null before. */
  Map<String, Long> resumedBehind() {
    return resumedBehind;
  }

  static String line(long number) {
    int word = (int) (number * 31 % WORDS.length);
    return WORDS[word] + " " + WORDS[(int) (number % WORDS.length)] + " " + number;
  }

  @Override
  public String description() {
    return "numbered lines";
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(Guarantee.EXACTLY_ONCE, "numbered, and repeated from any number");
  }

  @Override
  public Receiver<String> createReceiver() {
    return new Receiver<>() {
      private long next;
      private boolean stopped;

      @Override
      public void start(ReceiverContext<String> context, Map<String, Long> resumeAfter) {
        resumedBehind = Map.copyOf(resumeAfter);
        next = resumeAfter.getOrDefault("line", 0L) + 1;
        SerialExecutor lane = context.scheduler().serial("sender");
        lane.execute(() -> deliver(context, lane));
      }

      private void deliver(ReceiverContext<String> context, SerialExecutor lane) {
        for (int i = 0; i < BURST && next <= count && !stopped; i++) {
          context.store(line(next), "line", next);
          next++;
        }
        if (next <= count && !stopped) {
          context.scheduler().schedule(Duration.ofMillis(4), lane, () -> deliver(context, lane));
        }
      }

      @Override
      public void acknowledged(Map<String, Long> durable) {
        acknowledged = durable.getOrDefault("line", 0L);
      }

      @Override
      public void stop() {
        stopped = true;
      }
    };
  }
}
