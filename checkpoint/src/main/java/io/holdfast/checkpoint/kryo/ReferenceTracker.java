package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers the objects of one graph, so that an object met twice is written once. Strings are values
 * and not numbered. An object that can only be made when all its parts are there (a record, a
 * lambda, an immutable list) cannot be part of itself: that is refused when written, because it
 * could not be read.
 */
final class ReferenceTracker extends MapReferenceResolver {
  private final List<Object> open = new ArrayList<>();

  void enter(Object whole) {
    open.add(whole);
  }

  void leave() {
    open.remove(open.size() - 1);
  }

  @Override
  public int getWrittenId(Object object) {
    int id = super.getWrittenId(object);
    if (id != -1) {
      for (Object whole : open) {
        if (whole == object) {
          throw new EncodeFault(
              object.getClass().getTypeName() + " contains itself and cannot be rebuilt",
              "break the cycle, or use a class with a mutable field for one of its links");
        }
      }
    }
    return id;
  }

  @Override
  @SuppressWarnings("rawtypes") // the parent's signature
  public Object getReadObject(Class type, int id) {
    if (id >= readObjects.size() || readObjects.get(id) == null) {
      throw DecodeFault.damage("a reference to object " + id + ", which has not been read");
    }
    return super.getReadObject(type, id);
  }

  /** Must say the same of a class that is written and of the one it is registered under. */
  @Override
  @SuppressWarnings("rawtypes") // the parent's signature
  public boolean useReferences(Class type) {
    return type != String.class && (super.useReferences(type) || JdkSingletons.contain(type));
  }

  @Override
  public void reset() {
    super.reset();
    open.clear();
  }
}
