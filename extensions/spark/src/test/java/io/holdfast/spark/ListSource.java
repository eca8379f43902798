package io.holdfast.spark;

import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** Lines by their numbers, again from any of them. */
record ListSource(List<String> lines) implements ReceiverSource<String>, Serializable {
  private static final String OFFSET = "line";

  ListSource {
    lines = List.copyOf(lines);
  }

  @Override
  public String description() {
    return "lines of a list";
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
    return new Lines();
  }

  private final class Lines implements Receiver<String> {
    @Override
    public void start(ReceiverContext<String> context, Map<String, Long> after) {
      int from = (int) (long) after.getOrDefault(OFFSET, 0L);
      context.spawn(
          "lines",
          () -> {
            for (int i = from; i < lines.size() && !context.stopped(); i++) {
              context.store(lines.get(i), OFFSET, i + 1L);
            }
            context.caughtUp();
          });
    }

    @Override
    public void stop() {}
  }
}
