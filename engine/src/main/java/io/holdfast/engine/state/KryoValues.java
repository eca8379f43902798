package io.holdfast.engine.state;

import io.holdfast.checkpoint.kryo.ClassEvolution;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.checkpoint.state.ValueCodec;
import io.holdfast.wal.FieldWriter;
import java.util.Set;

/** Keys and values of states through Kryo, under registrations that may change between starts. */
public final class KryoValues implements ValueCodec {
  private final KryoCodec codec;
  private final String classes;
  private final Set<String> droppable;

  /**
   * Writes under the given registrations.
   *
   * @param droppable fields that stored objects may have and their classes have not, as {@code
   *     CLASS#FIELD}
   */
  public KryoValues(KryoRegistrations registrations, Set<String> droppable) {
    this.codec = KryoCodec.forRecords(registrations);
    this.classes = registrations.toTable();
    this.droppable = Set.copyOf(droppable);
  }

  @Override
  public void encode(Object value, FieldWriter out) {
    codec.encode(value, out);
  }

  @Override
  public String classes() {
    return classes;
  }

  @Override
  public Reader reading(String before) {
    if (before.equals(classes)) {
      return new KryoReader(codec, codec, false);
    }
    ClassEvolution evolution = ClassEvolution.of(before, codec.registrations(), droppable);
    return new KryoReader(
        KryoCodec.readingKeys(evolution), KryoCodec.readingValues(evolution), evolution.converts());
  }

  private record KryoReader(KryoCodec keys, KryoCodec values, boolean converts) implements Reader {
    @Override
    public Object key(byte[] bytes, int offset, int length) {
      return keys.decode(bytes, offset, length);
    }

    @Override
    public Object value(byte[] bytes, int offset, int length) {
      return values.decode(bytes, offset, length);
    }
  }
}
