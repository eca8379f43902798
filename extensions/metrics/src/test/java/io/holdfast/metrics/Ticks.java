package io.holdfast.metrics;

import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import java.time.Duration;
import java.util.Map;

/**
 * The numbers 1, 2, ... as text, one each millisecond; can be read again from any of them.
 *
 * @param last number
 * @param brokenAfter the receiver that has stored this number fails; 0 for none
 */
record Ticks(int last, int brokenAfter) implements ReceiverSource<String> {
  private static final long serialVersionUID = 1L;

  @Override
  public String description() {
    return "ticks";
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(Guarantee.EXACTLY_ONCE, "numbered");
  }

  @Override
  public Receiver<String> createReceiver() {
    return new Ticking(this);
  }

  private static final class Ticking implements Receiver<String> {
    private final Ticks source;
    private boolean stopped;

    Ticking(Ticks source) {
      this.source = source;
    }

    @Override
    public void start(ReceiverContext<String> context, Map<String, Long> resumeAfter) {
      long next = resumeAfter.getOrDefault("all", 0L) + 1;
      deliver(context, context.scheduler().serial("ticks"), next);
    }

    private void deliver(ReceiverContext<String> context, SerialExecutor lane, long number) {
      if (stopped || number > source.last()) {
        return;
      }
      context.store(Long.toString(number), "all", number);
      if (number == source.brokenAfter()) {
        context.fail("the wire is cut", null);
        return;
      }
      Duration pause = Duration.ofMillis(1);
      context.scheduler().schedule(pause, lane, () -> deliver(context, lane, number + 1));
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }
}
