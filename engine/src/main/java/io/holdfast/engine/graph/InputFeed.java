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

  /** What can be promised up to the batch, and why. */
  SourcePromise promise();

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
    public SourcePromise promise() {
      if (protection == Protection.LOG) {
        return source.promise();
      }
      return new SourcePromise(
          Guarantee.AT_MOST_ONCE,
          "protection NONE: what was received and not processed is in memory only, and lost when"
              + " the job dies");
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
    public SourcePromise promise() {
      return source.promise();
    }
  }
}
