package io.holdfast.backend.state;

import io.holdfast.backend.BatchStates;
import java.util.HashMap;
import java.util.Map;

/**
 * Panes reduced over spans of time that are powers of two of the batch interval, so that a window
 * over <i>n</i> batches is put together from about 2 log <i>n</i> of them: a segment tree over
 * time, as for range queries (de Berg et al., Computational Geometry, chapter 10), aligned to the
 * clock, so that what is reduced with what does not depend on when the process has started.
 *
 * <p>Holds only what earlier batches have left; it can be built again from the panes at any time.
 * Used by one task at a time.
 */
final class PaneTree {
  private final long intervalMillis;
  private final Map<Span, Map<Object, Object>> reduced = new HashMap<>();

  /** Reduces two values of a key; changes neither. */
  @FunctionalInterface
  interface Reduction {
    Object reduce(Object left, Object right);

    /** Reduces what two panes have. */
    default void addAll(Map<Object, Object> left, Map<Object, Object> right) {
      if (left.isEmpty()) {
        left.putAll(right);
      } else {
        right.forEach((key, value) -> left.merge(key, value, this::reduce));
      }
    }
  }

  /** Times behind {@code index * length}, up to the next multiple. */
  private record Span(int level, long index) {
    Span first() {
      return new Span(level - 1, 2 * index);
    }

    Span second() {
      return new Span(level - 1, 2 * index + 1);
    }
  }

  /** One question. */
  private record Query(
      Map<Object, Object> result,
      BatchStates.Partition state,
      long after,
      long through,
      Reduction reduction) {}

  PaneTree(long intervalMillis) {
    this.intervalMillis = intervalMillis;
  }

  /** Reduces all panes behind {@code after} that earlier batches have left. */
  void reduceInto(
      Map<Object, Object> result, BatchStates.Partition state, long after, Reduction reduction) {
    reduced.keySet().removeIf(span -> end(span) <= after);
    long through = state.batchMillis() - 1;
    int level = 0;
    while (length(level) < through - after) {
      level++;
    }
    Query query = new Query(result, state, after, through, reduction);
    long last = Math.floorDiv(through - 1, length(level));
    for (long i = Math.floorDiv(after, length(level)); i <= last; i++) {
      answer(query, new Span(level, i));
    }
  }

  private void answer(Query query, Span span) {
    long begin = Math.max(begin(span), query.after);
    long end = Math.min(end(span), query.through);
    if (begin >= end || !query.state.hasPanes(begin, end)) {
      return;
    }
    if (begin == begin(span) && end == end(span)) {
      query.reduction.addAll(query.result, whole(query, span));
    } else if (span.level == 0) {
      query.state.valuesOfPanes(begin, end, pane -> query.reduction.addAll(query.result, pane));
    } else {
      answer(query, span.first());
      answer(query, span.second());
    }
  }

  /** The span is over, so that no later batch can add to it. */
  private Map<Object, Object> whole(Query query, Span span) {
    Map<Object, Object> known = reduced.get(span);
    if (known == null) {
      known = new HashMap<>();
      if (span.level == 0) {
        Map<Object, Object> sum = known;
        query.state.valuesOfPanes(
            begin(span), end(span), pane -> query.reduction.addAll(sum, pane));
      } else {
        for (Span half : new Span[] {span.first(), span.second()}) {
          if (query.state.hasPanes(begin(half), end(half))) {
            query.reduction.addAll(known, whole(query, half));
          }
        }
      }
      reduced.put(span, known);
    }
    return known;
  }

  private long length(int level) {
    return intervalMillis << level;
  }

  private long begin(Span span) {
    return span.index * length(span.level);
  }

  private long end(Span span) {
    return begin(span) + length(span.level);
  }
}
