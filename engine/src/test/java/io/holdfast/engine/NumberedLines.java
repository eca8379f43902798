package io.holdfast.engine;

import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import java.time.Duration;
import java.util.Map;

/**
 * The lines 1, 2, ... as text, one each millisecond; can be read again from any of them.
 *
 * @param last line
 * @param brokenAfter the first receiver of a start that has stored this line fails; 0 for none
 */
record NumberedLines(int last, int brokenAfter) implements ReceiverSource<String> {
  private static final long serialVersionUID = 1L;

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
    return new SourcePromise(Guarantee.EXACTLY_ONCE, "numbered");
  }

  @Override
  public Receiver<String> createReceiver() {
    return new Lines(last, brokenAfter);
  }

  private static final class Lines implements Receiver<String> {
    private final int last;
    private final int brokenAfter;
    private boolean stopped;

    Lines(int last, int brokenAfter) {
      this.last = last;
      this.brokenAfter = brokenAfter;
    }

    @Override
    public void start(ReceiverContext<String> context, Map<String, Long> resumeAfter) {
      deliver(
          context, context.scheduler().serial("lines"), resumeAfter.getOrDefault("all", 0L) + 1);
    }

    private void deliver(ReceiverContext<String> context, SerialExecutor lane, long number) {
      if (stopped || number > last) {
        return;
      }
      context.store(Long.toString(number), "all", number);
      if (number == brokenAfter) {
        context.fail("the wire is cut", null);
      } else {
        context
            .scheduler()
            .schedule(Duration.ofMillis(1), lane, () -> deliver(context, lane, number + 1));
      }
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }
}
