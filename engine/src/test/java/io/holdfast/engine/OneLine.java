package io.holdfast.engine;

import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import java.util.Map;

/** Stores one line whenever it is started. */
record OneLine() implements ReceiverSource<String> {
  private static final long serialVersionUID = 1L;

  @Override
  public String description() {
    return "one line";
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(Guarantee.AT_MOST_ONCE, "not numbered");
  }

  @Override
  public Receiver<String> createReceiver() {
    return new Receiver<>() {
      @Override
      public void start(ReceiverContext<String> context, Map<String, Long> resumeAfter) {
        context.store("line");
      }

      @Override
      public void stop() {
        // Has no loop.
      }
    };
  }
}
