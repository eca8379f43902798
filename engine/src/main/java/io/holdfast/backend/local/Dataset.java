package io.holdfast.backend.local;

import io.holdfast.backend.NarrowOp;
import io.holdfast.backend.NarrowOp.Keeps;
import io.holdfast.backend.Step;
import io.holdfast.backend.feed.Feed;
import io.holdfast.backend.feed.Layout;
import io.holdfast.stream.function.MapPartitionsFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * Partitions that can be walked: input not yet read with the operations fused onto it, or the
 * result of a shuffle.
 *
 * @param layout how rows lie in them
 */
record Dataset<T>(List<Feed<T>> feeds, Layout layout) {

  /** Rows that are in memory, one list or map of them for each partition. */
  static <T> Dataset<T> ofLists(List<? extends Iterable<T>> partitions, Layout layout) {
    return new Dataset<>(partitions.stream().<Feed<T>>map(rows -> rows::forEach).toList(), layout);
  }

  /**
   * What tasks have distributed.
   *
   * @param outputs of each task, a list of rows for each partition
   */
  static <T> Dataset<T> ofTransposed(List<List<List<T>>> outputs, int partitions) {
    List<Feed<T>> feeds = new ArrayList<>(partitions);
    for (int i = 0; i < partitions; i++) {
      int partition = i;
      feeds.add(out -> outputs.forEach(output -> output.get(partition).forEach(out)));
    }
    return new Dataset<>(feeds, Layout.FIXED);
  }

  <O> Dataset<O> fused(NarrowOp<T, O> op, Step step) {
    List<Feed<O>> fused = new ArrayList<>(feeds.size());
    for (Feed<T> feed : feeds) {
      fused.add(feed.fused(op, step));
    }
    return new Dataset<>(fused, layout.behind(op.keeps()));
  }

  <O> Dataset<O> byPartition(MapPartitionsFunction<T, O> function, Step step) {
    List<Feed<O>> mapped = new ArrayList<>(feeds.size());
    for (Feed<T> feed : feeds) {
      mapped.add(feed.byPartition(function, step));
    }
    return new Dataset<>(mapped, layout.behind(Keeps.NOTHING));
  }

  /** The rows of several; those of a key stay together if they lie by their keys everywhere. */
  static <T> Dataset<T> union(List<Dataset<T>> all) {
    if (!all.stream().allMatch(data -> data.layout.isAtLeast(Layout.PLACED))) {
      return new Dataset<>(all.stream().flatMap(data -> data.feeds.stream()).toList(), Layout.FREE);
    }
    List<Feed<T>> zipped = new ArrayList<>();
    for (int i = 0; i < all.get(0).feeds.size(); i++) {
      int partition = i;
      zipped.add(Feed.of(all.stream().map(data -> data.feeds.get(partition)).toList()));
    }
    return new Dataset<>(zipped, Layout.PLACED);
  }

  /**
   * The same rows in at most {@code count} partitions of about equal weight; neighbours stay
   * together. Partitions that were asked for stay as they are.
   */
  Dataset<T> coalesced(int count) {
    if (feeds.size() <= count || layout.isAtLeast(Layout.FIXED)) {
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
        groups.add(Feed.of(group));
        group.clear();
      }
    }
    return new Dataset<>(groups, Layout.FREE);
  }

  /** The same rows in exactly so many partitions, some of them empty if there are not enough. */
  Dataset<T> spread(int count) {
    Dataset<T> whole = coalesced(count);
    List<Feed<T>> spread = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      List<Feed<T>> members = new ArrayList<>();
      for (int j = i; j < whole.feeds.size(); j += count) {
        members.add(whole.feeds.get(j));
      }
      spread.add(Feed.of(members));
    }
    return new Dataset<>(spread, layout.behind(Keeps.NOTHING));
  }
}
