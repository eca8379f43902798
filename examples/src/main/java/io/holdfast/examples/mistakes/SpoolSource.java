package io.holdfast.examples.mistakes;

import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;

/**
 * Lines of the files in a spool directory, which are deleted when they have been read. The files
 * are named {@code <number>.txt}; the sender gives them rising numbers, moves each in when it is
 * complete, and never uses a number again. Other names are left alone.
 *
 * @param location the directory
 * @param deletion when a file is deleted; the mistake or its cure
 */
public record SpoolSource(String location, Deletion deletion) implements ReceiverSource<String> {

  /** When a file is deleted. */
  public enum Deletion {
    /** The mistake: when its lines were handed over, durable or not. */
    WHEN_STORED,
    /** When its lines are durable. */
    WHEN_DURABLE
  }

  @Override
  public String description() {
    return "spool " + location;
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(
        Guarantee.EXACTLY_ONCE, "a line's number and that of its file tell it from all others");
  }

  @Override
  public Receiver<String> createReceiver() {
    return new SpoolReceiver(location, deletion);
  }
}
