package io.holdfast.engine.graph;

import io.holdfast.source.DirectSource;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.Protection;
import java.io.Serializable;

/** Where the records of an input come from, and what protects them until they are processed. */
public sealed interface InputFeed extends Serializable {
  /** The name of the operation that defines such an input. */
  String operator();

  /** What kind of source it is and where it comes from, in one line. */
  String description();

  RecordCodec<?> codec();

  /** What the source promises, and why. */
  SourcePromise sourcePromise();

  /** Where its records are until they are processed, in one word. */
  String protectedBy();

  /** What that promises, and why. */
  SourcePromise protectionPromise();

  /** What can be promised up to the batch: the weaker one of source and protection. */
  default SourcePromise promise() {
    SourcePromise source = sourcePromise();
    SourcePromise protection = protectionPromise();
    return source.guarantee().and(protection.guarantee()) == source.guarantee()
        ? source
        : protection;
  }

  /** Records that are received. */
  record Received(ReceiverSource<?> source, Protection protection) implements InputFeed {
    @Override
    public String operator() {
      return "receiverStream";
    }

    @Override
    public String description() {
      return source.description();
    }

    @Override
    public RecordCodec<?> codec() {
      return source.codec();
    }

    @Override
    public SourcePromise sourcePromise() {
      return source.promise();
    }

    @Override
    public String protectedBy() {
      return switch (protection) {
        case LOG -> "log";
        case REPLICATED -> "log and copy";
        case NONE -> "none";
      };
    }

    @Override
    public SourcePromise protectionPromise() {
      return protection != Protection.NONE
          ? new SourcePromise(
              Guarantee.EXACTLY_ONCE,
              "a source is acknowledged when its records and their positions are forced")
          : new SourcePromise(
              Guarantee.AT_MOST_ONCE,
              "what was received and not processed is in memory only, and lost when the job dies");
    }
  }

  /** Records that stay in their source, and are read from there. */
  record Direct(DirectSource<?> source) implements InputFeed {
    @Override
    public String operator() {
      return "directStream";
    }

    @Override
    public String description() {
      return source.description();
    }

    @Override
    public RecordCodec<?> codec() {
      return source.codec();
    }

    @Override
    public SourcePromise sourcePromise() {
      return source.promise();
    }

    @Override
    public String protectedBy() {
      return "source";
    }

    @Override
    public SourcePromise protectionPromise() {
      return new SourcePromise(
          Guarantee.EXACTLY_ONCE,
          "records stay where they are; which of them a batch has is journaled before it runs");
    }
  }
}
