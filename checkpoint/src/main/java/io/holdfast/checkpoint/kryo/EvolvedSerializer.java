package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.List;

/**
 * Reads objects that were written with other fields than their class has now: each stored field
 * goes into the one of its name, what has none is read over, what is new gets what an empty object
 * has in it (in a record: 0, false or null).
 */
final class EvolvedSerializer extends Parts<Object> {
  private static final int NOWHERE = -1;

  private final List<StoredShape.Field> stored;
  private final int[] targets;
  private final Slot[] slots;
  private final Maker maker;

  /** Makes an object of values for its slots; {@code given} tells of which slots there is one. */
  private interface Maker {
    Object make(Object[] values, boolean[] given);
  }

  EvolvedSerializer(StoredShape stored, ClassShape now) {
    this.stored = stored.fields();
    this.slots = now.slots().toArray(new Slot[0]);
    this.targets = this.stored.stream().mapToInt(field -> indexOf(now, field.name())).toArray();
    this.maker = now.kind() == ClassShape.Kind.RECORD ? records(now) : objects(now);
  }

  private static int indexOf(ClassShape shape, String name) {
    for (int i = 0; i < shape.slots().size(); i++) {
      if (shape.slots().get(i).name().equals(name)) {
        return i;
      }
    }
    return NOWHERE;
  }

  private Maker records(ClassShape now) {
    RecordMaker records = new RecordMaker(now.type());
    return (values, given) -> {
      for (int i = 0; i < slots.length; i++) {
        values[i] = given[i] ? values[i] : Widening.nothing(slots[i].type());
      }
      return records.make(values);
    };
  }

  private Maker objects(ClassShape now) {
    Instantiation instantiation = new Instantiation(now.type());
    return (values, given) -> {
      Object object = instantiation.newInstance();
      for (int i = 0; i < slots.length; i++) {
        if (given[i]) {
          slots[i].set(object, values[i]);
        }
      }
      return object;
    };
  }

  @Override
  public void write(Kryo kryo, Output output, Object object) {
    throw new IllegalStateException("Objects are written as their class is now");
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    if (stored.isEmpty()) {
      input.readByte();
    }
    Object[] values = new Object[slots.length];
    boolean[] given = new boolean[slots.length];
    for (int i = 0; i < targets.length; i++) {
      SlotForm form = stored.get(i).form();
      int target = targets[i];
      if (target == NOWHERE) {
        ((CodecKryo) kryo).skip(() -> form.read(kryo, input));
      } else {
        Slot slot = slots[target];
        values[target] = Widening.convert(form.read(kryo, input), slot.type(), slot.where());
        given[target] = true;
      }
    }
    return maker.make(values, given);
  }
}
