package io.holdfast.backend.feed;

import io.holdfast.backend.NarrowOp;
import io.holdfast.backend.Step;
import io.holdfast.stream.function.MapPartitionsFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One partition of rows: input that is not read yet with the operations fused onto it, or the
 * result of a shuffle. Walked by one thread at a time; walking it again gives the same rows.
 */
@FunctionalInterface
public interface Feed<T> {

  /** Hands over all rows. */
  void into(Consumer<? super T> out);

  /** Its size in bytes, 0 if that is not known. */
  default long weight() {
    return 0;
  }

  /** With an operation on single rows fused onto it. */
  default <O> Feed<O> fused(NarrowOp<T, O> op, Step step) {
    return new FusedFeed<>(this, op, step);
  }

  /** The whole partition goes to the function, so it is collected. */
  default <O> Feed<O> byPartition(MapPartitionsFunction<T, O> function, Step step) {
    return new PartitionFeed<>(this, function, step);
  }

  /** The rows of several, one after the other. */
  static <T> Feed<T> of(List<Feed<T>> members) {
    return new GroupFeed<>(List.copyOf(members));
  }

  /** A feed with an operation. */
  record FusedFeed<I, O>(Feed<I> feed, NarrowOp<I, O> op, Step step) implements Feed<O> {
    @Override
    public void into(Consumer<? super O> out) {
      feed.into(op.onto(out, step));
    }

    @Override
    public long weight() {
      return feed.weight();
    }
  }

  /** A feed with a function of partitions. */
  record PartitionFeed<I, O>(Feed<I> feed, MapPartitionsFunction<I, O> function, Step step)
      implements Feed<O> {
    @Override
    public void into(Consumer<? super O> out) {
      List<I> rows = new ArrayList<>();
      feed.into(rows::add);
      String input = "a partition of " + rows.size() + " rows";
      step.walk(step.call(() -> function.apply(rows.iterator()), input), input, out);
    }

    @Override
    public long weight() {
      return feed.weight();
    }
  }

  /** Several feeds. */
  record GroupFeed<T>(List<Feed<T>> members) implements Feed<T> {
    @Override
    public void into(Consumer<? super T> out) {
      members.forEach(member -> member.into(out));
    }

    @Override
    public long weight() {
      return members.stream().mapToLong(Feed::weight).sum();
    }
  }
}
