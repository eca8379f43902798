package io.holdfast.testkit.jobs;

import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectReader;
import io.holdfast.source.DirectSource;
import io.holdfast.source.RecordCodec;

/** A source of lines that is read in place, and has to be replaced by a sample. */
public record AnyDirect() implements DirectSource<String> {
  @Override
  public String description() {
    return "lines in place";
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public DirectReader<String> open(DirectContext context) {
    throw new UnsupportedOperationException("nothing is there");
  }
}
