package io.holdfast.checkpoint.kryo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The collections of the JDK, ids 19 to 58. An id is never given to another class, and none is
 * taken away. Views (sub-lists) are written as the lists they show.
 */
final class BasicCollections {
  private BasicCollections() {}

  static void pin(CodecKryo kryo) {
    kryo.pin(19, Object[].class, new ArraySerializer(Object[].class));
    pinMutable(kryo);
    pinMaps(kryo);
    pinImmutable(kryo);
    pinUnmodifiable(kryo);
    pinOthers(kryo);
  }

  @SuppressWarnings("JdkObsolete") // jobs may use what we would not
  private static void pinMutable(CodecKryo kryo) {
    List<Object> list = new ArrayList<>();
    List<Object> linked = new LinkedList<>();
    kryo.pin(
        20,
        ArrayList.class,
        Rebuilds.growing(ArrayList::new),
        list.subList(0, 0).getClass(),
        linked.subList(0, 0).getClass(),
        Arrays.asList().subList(0, 0).getClass());
    kryo.pin(21, LinkedList.class, Rebuilds.growing(size -> new LinkedList<>()));
    kryo.pin(22, ArrayDeque.class, Rebuilds.growing(ArrayDeque::new));
    kryo.pin(23, HashSet.class, Rebuilds.growing(size -> new HashSet<>(Rebuilds.capacity(size))));
    kryo.pin(
        24,
        LinkedHashSet.class,
        Rebuilds.growing(size -> new LinkedHashSet<>(Rebuilds.capacity(size))));
    kryo.pin(25, TreeSet.class, Rebuilds.sorted(TreeSet::new));
    kryo.pin(26, PriorityQueue.class, Rebuilds.sorted(PriorityQueue::new));
    kryo.pin(27, CopyOnWriteArrayList.class, Rebuilds.fromList(CopyOnWriteArrayList::new));
    kryo.pin(28, Vector.class, Rebuilds.growing(Vector::new));
    kryo.pin(29, ConcurrentSkipListSet.class, Rebuilds.sorted(ConcurrentSkipListSet::new));
  }

  private static void pinMaps(CodecKryo kryo) {
    kryo.pin(
        30, HashMap.class, Rebuilds.growingMap(size -> new HashMap<>(Rebuilds.capacity(size))));
    kryo.pin(
        31,
        LinkedHashMap.class,
        Rebuilds.growingMap(size -> new LinkedHashMap<>(Rebuilds.capacity(size))));
    kryo.pin(32, TreeMap.class, Rebuilds.sortedMap(TreeMap::new));
    kryo.pin(33, ConcurrentHashMap.class, Rebuilds.growingMap(ConcurrentHashMap::new));
    kryo.pin(34, ConcurrentSkipListMap.class, Rebuilds.sortedMap(ConcurrentSkipListMap::new));
    kryo.pin(35, EnumMap.class, new EnumMapSerializer());
    kryo.pin(36, EnumSet.class, new EnumSetSerializer());
  }

  private static void pinImmutable(CodecKryo kryo) {
    kryo.pin(
        40,
        List.of(1, 2, 3).getClass(),
        Rebuilds.fromList(BasicCollections::immutableList),
        List.of(1).getClass(),
        List.of(1, 2, 3).subList(0, 1).getClass(),
        Stream.of(1, 2, 3).toList().getClass());
    kryo.pin(41, Set.of(1, 2, 3).getClass(), Rebuilds.fromSet(Set::copyOf), Set.of(1).getClass());
    kryo.pin(
        42, Map.of(1, 1, 2, 2).getClass(), Rebuilds.fromMap(Map::copyOf), Map.of(1, 1).getClass());
    kryo.pin(
        43, Arrays.asList().getClass(), Rebuilds.fromList(list -> Arrays.asList(list.toArray())));
    kryo.pin(44, Collections.singletonList(1).getClass(), Rebuilds.fromList(BasicCollections::one));
    kryo.pin(
        45,
        Collections.singleton(1).getClass(),
        Rebuilds.fromList(list -> Collections.singleton(one(list).get(0))));
    kryo.pin(
        46, Collections.singletonMap(1, 1).getClass(), Rebuilds.fromMap(BasicCollections::one));
  }

  @SuppressWarnings("JdkObsolete") // to get at the class that wraps such a list
  private static void pinUnmodifiable(CodecKryo kryo) {
    kryo.pin(
        50,
        Collections.unmodifiableList(new ArrayList<>()).getClass(),
        Rebuilds.fromList(Collections::unmodifiableList),
        Collections.unmodifiableList(new LinkedList<>()).getClass(),
        Collections.nCopies(1, 1).getClass());
    kryo.pin(
        51,
        Collections.unmodifiableSet(new HashSet<>()).getClass(),
        Rebuilds.fromSet(Collections::unmodifiableSet));
    kryo.pin(
        52,
        Collections.unmodifiableMap(new HashMap<>()).getClass(),
        Rebuilds.fromMap(Collections::unmodifiableMap));
    kryo.pin(
        53,
        Collections.unmodifiableCollection(new HashSet<>()).getClass(),
        Rebuilds.fromList(Collections::unmodifiableCollection));
    kryo.pin(
        54,
        Collections.unmodifiableNavigableSet(new TreeSet<>()).getClass(),
        Rebuilds.wrappedSorted(
            TreeSet::new, set -> Collections.unmodifiableNavigableSet((NavigableSet<?>) set)),
        Collections.unmodifiableSortedSet(new TreeSet<>()).getClass());
    kryo.pin(
        55,
        Collections.unmodifiableNavigableMap(new TreeMap<>()).getClass(),
        Rebuilds.wrappedSortedMap(
            TreeMap::new, map -> Collections.unmodifiableNavigableMap((NavigableMap<?, ?>) map)),
        Collections.unmodifiableSortedMap(new TreeMap<>()).getClass());
  }

  @SuppressWarnings("JdkObsolete") // to get at the class that wraps such a list
  private static void pinOthers(CodecKryo kryo) {
    kryo.pin(
        56,
        Collections.synchronizedList(new ArrayList<>()).getClass(),
        Rebuilds.fromList(Collections::synchronizedList),
        Collections.synchronizedList(new LinkedList<>()).getClass());
    kryo.pin(
        57,
        Collections.synchronizedSet(new HashSet<>()).getClass(),
        Rebuilds.fromSet(Collections::synchronizedSet));
    kryo.pin(
        58,
        Collections.synchronizedMap(new HashMap<>()).getClass(),
        Rebuilds.fromMap(Collections::synchronizedMap));
  }

  /** {@code List.of}, or {@code Stream.toList}, which alone may hold nulls. */
  private static Collection<?> immutableList(List<Object> elements) {
    return elements.contains(null) ? elements.stream().toList() : List.copyOf(elements);
  }

  private static List<?> one(List<Object> elements) {
    if (elements.size() != 1) {
      throw DecodeFault.damage("a singleton of " + elements.size() + " elements");
    }
    return Collections.singletonList(elements.get(0));
  }

  private static Map<?, ?> one(Map<Object, Object> entries) {
    if (entries.size() != 1) {
      throw DecodeFault.damage("a singleton of " + entries.size() + " entries");
    }
    Map.Entry<Object, Object> entry = entries.entrySet().iterator().next();
    return Collections.singletonMap(entry.getKey(), entry.getValue());
  }
}
