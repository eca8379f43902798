package io.holdfast.backend.local;

import io.holdfast.backend.NarrowOp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Partitions that can be walked: input not yet read with the operations fused onto it, or the
 * result of a shuffle.
 *
 * @param byKey whether each key occurs in one partition only, by the states' rule, and once
 */
record Dataset<T>(List<Feed<T>> feeds, boolean byKey) {

  /** One partition. {@code weight} is its size in bytes if it is known. */
  interface Feed<T> {
    void into(Consumer<? super T> out);

    default long weight() {
      return 0;
    }
  }

  <O> Dataset<O> fused(NarrowOp<T, O> op) {
    List<Feed<O>> fused = new ArrayList<>(feeds.size());
    for (Feed<T> feed : feeds) {
      fused.add(new FusedFeed<>(feed, op));
    }
    return new Dataset<>(fused, false);
  }

  /**
   * The same rows in at most {@code count} partitions of about equal weight; neighbours stay
   * together.
   */
  Dataset<T> coalesced(int count) {
    if (feeds.size() <= count) {
      return this;
    }
    long total = feeds.stream().mapToLong(Feed::weight).sum();
    List<Feed<T>> groups = new ArrayList<>(count);
    List<Feed<T>> group = new ArrayList<>();
    long weight = 0;
    for (int i = 0; i < feeds.size(); i++) {
      group.add(feeds.get(i));
      weight += feeds.get(i).weight();
      boolean full =
          total == 0
              ? (i + 1L) * count / feeds.size() > groups.size()
              : weight * count >= total * (groups.size() + 1);
      if (full || i == feeds.size() - 1) {
        groups.add(new GroupFeed<>(List.copyOf(group)));
        group.clear();
      }
    }
    return new Dataset<>(groups, false);
  }

  private record FusedFeed<I, O>(Feed<I> feed, NarrowOp<I, O> op) implements Feed<O> {
    @Override
    public void into(Consumer<? super O> out) {
      feed.into(op.onto(out));
    }

    @Override
    public long weight() {
      return feed.weight();
    }
  }

  private record GroupFeed<T>(List<Feed<T>> members) implements Feed<T> {
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
