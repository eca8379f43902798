package io.holdfast.backend.local;

import io.holdfast.backend.InputSplit;
import io.holdfast.backend.feed.Feed;
import java.util.function.Consumer;

/** A piece of a batch's input. */
record SplitFeed<T>(InputSplit<T> split) implements Feed<T> {
  @Override
  public void into(Consumer<? super T> out) {
    split.forEach(out);
  }

  @Override
  public long weight() {
    return split.lengthBytes();
  }
}
