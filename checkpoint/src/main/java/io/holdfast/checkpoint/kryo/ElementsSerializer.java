package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SortedSet;

/**
 * Collections: their order if they have a comparator, the number of elements, the elements. What is
 * rebuilt is the kind of collection and its content in iteration order, not its capacity and not
 * that it was a view of another.
 */
final class ElementsSerializer extends Parts<Collection<?>> {

  /** How a collection is made again. */
  interface Rebuild {
    /** Whether it is complete only with all its elements: then it cannot contain itself. */
    boolean wholeOnly();

    /** The mutable collection that the elements are added to. */
    Collection<Object> begin(int size, Comparator<Object> order);

    /** Turns that collection into the result. */
    Collection<?> finish(Collection<Object> elements);
  }

  private final Rebuild rebuild;
  private final boolean ordered;

  /**
   * @param ordered whether a comparator is written before the elements
   */
  ElementsSerializer(Rebuild rebuild, boolean ordered) {
    this.rebuild = rebuild;
    this.ordered = ordered;
  }

  @Override
  public void write(Kryo kryo, Output output, Collection<?> collection) {
    enter(kryo, collection);
    if (ordered) {
      Orders.write(kryo, output, comparatorOf(collection));
    }
    if (!rebuild.wholeOnly()) {
      leave(kryo);
    }
    Object[] elements = collection.toArray();
    output.writeVarInt(elements.length, true);
    for (int i = 0; i < elements.length; i++) {
      try {
        writePart(kryo, output, elements[i]);
      } catch (EncodeFault e) {
        throw e.at("element " + i + " of " + collection.getClass().getTypeName());
      }
    }
    if (rebuild.wholeOnly()) {
      leave(kryo);
    }
  }

  @Override
  public Collection<?> read(Kryo kryo, Input input, Class<? extends Collection<?>> type) {
    Comparator<Object> order = ordered ? Orders.read(kryo, input) : null;
    int size = readCount(input, 1);
    Collection<Object> elements = rebuild.begin(size, order);
    if (!rebuild.wholeOnly()) {
      kryo.reference(elements);
    }
    for (int i = 0; i < size; i++) {
      elements.add(readPart(kryo, input));
    }
    return rebuild.finish(elements);
  }

  private static Comparator<?> comparatorOf(Collection<?> collection) {
    if (collection instanceof SortedSet<?> sorted) {
      return sorted.comparator();
    }
    return ((PriorityQueue<?>) collection).comparator();
  }
}
