package io.holdfast.checkpoint.kryo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The few ways in which collections and maps are made again. */
final class Rebuilds {
  private Rebuilds() {}

  /** A mutable collection, filled in place. */
  static ElementsSerializer growing(IntFunction<Collection<Object>> begin) {
    return new ElementsSerializer(
        new Elements(false, (size, order) -> begin.apply(size), c -> c), false);
  }

  /** A mutable collection with a comparator, filled in place. */
  static ElementsSerializer sorted(Function<Comparator<Object>, Collection<Object>> begin) {
    return new ElementsSerializer(
        new Elements(false, (size, order) -> begin.apply(order), c -> c), true);
  }

  /** A collection with a comparator that is made from another. */
  static ElementsSerializer wrappedSorted(
      Function<Comparator<Object>, Collection<Object>> begin,
      Function<Collection<Object>, Collection<?>> finish) {
    return new ElementsSerializer(
        new Elements(true, (size, order) -> begin.apply(order), finish), true);
  }

  /** A collection that is made from the list of its elements. */
  static ElementsSerializer fromList(Function<List<Object>, Collection<?>> finish) {
    return new ElementsSerializer(
        new Elements(
            true, (size, order) -> new ArrayList<>(size), c -> finish.apply((List<Object>) c)),
        false);
  }

  /** A collection that is made from a set of its elements in their order. */
  static ElementsSerializer fromSet(Function<Set<Object>, Collection<?>> finish) {
    return new ElementsSerializer(
        new Elements(
            true,
            (size, order) -> new LinkedHashSet<>(capacity(size)),
            c -> finish.apply((Set<Object>) c)),
        false);
  }

  /** A mutable map, filled in place. */
  static EntriesSerializer growingMap(IntFunction<Map<Object, Object>> begin) {
    return new EntriesSerializer(
        new Entries(false, (size, order) -> begin.apply(size), m -> m), false);
  }

  /** A mutable map with a comparator, filled in place. */
  static EntriesSerializer sortedMap(Function<Comparator<Object>, Map<Object, Object>> begin) {
    return new EntriesSerializer(
        new Entries(false, (size, order) -> begin.apply(order), m -> m), true);
  }

  /** A map with a comparator that is made from another. */
  static EntriesSerializer wrappedSortedMap(
      Function<Comparator<Object>, Map<Object, Object>> begin,
      Function<Map<Object, Object>, Map<?, ?>> finish) {
    return new EntriesSerializer(
        new Entries(true, (size, order) -> begin.apply(order), finish), true);
  }

  /** A map that is made from a map of its entries in their order. */
  static EntriesSerializer fromMap(Function<Map<Object, Object>, Map<?, ?>> finish) {
    return new EntriesSerializer(
        new Entries(true, (size, order) -> new LinkedHashMap<>(capacity(size)), finish), false);
  }

  /** The hash table size at which {@code size} things fit without growing. */
  static int capacity(int size) {
    return (int) Math.min(1 << 30, size * 4L / 3 + 1);
  }

  private interface Begin<R> {
    R apply(int size, Comparator<Object> order);
  }

  private record Elements(
      boolean wholeOnly,
      Begin<Collection<Object>> beginning,
      Function<Collection<Object>, Collection<?>> ending)
      implements ElementsSerializer.Rebuild {
    @Override
    public Collection<Object> begin(int size, Comparator<Object> order) {
      return beginning.apply(size, order);
    }

    @Override
    public Collection<?> finish(Collection<Object> elements) {
      return ending.apply(elements);
    }
  }

  private record Entries(
      boolean wholeOnly,
      Begin<Map<Object, Object>> beginning,
      Function<Map<Object, Object>, Map<?, ?>> ending)
      implements EntriesSerializer.Rebuild {
    @Override
    public Map<Object, Object> begin(int size, Comparator<Object> order) {
      return beginning.apply(size, order);
    }

    @Override
    public Map<?, ?> finish(Map<Object, Object> entries) {
      return ending.apply(entries);
    }
  }
}
