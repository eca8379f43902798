package io.holdfast.testkit.jobs;

import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;

/** A source of lines that has to be replaced by a sender. */
public record AnySource() implements ReceiverSource<String> {
  @Override
  public String description() {
    return "lines";
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
    throw new UnsupportedOperationException("nobody sends");
  }
}
