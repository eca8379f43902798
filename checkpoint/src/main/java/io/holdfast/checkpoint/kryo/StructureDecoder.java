package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.holdfast.DamageException;
import io.holdfast.DriftException;
import io.holdfast.checkpoint.kryo.Structure.Kind;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Decodes what {@link KryoCodec} has written, by the class table alone: no class of the job is
 * loaded and no code of it runs, not even an {@code equals} or a comparator. Composites of the JDK
 * are told by their parts, too; only its plain values are made.
 *
 * <p>Never allocates more than a small multiple of the number of bytes. Used by one thread.
 */
public final class StructureDecoder {
  private final Supplier<KryoInstance> maker;
  private KryoInstance instance;

  private StructureDecoder(Supplier<KryoInstance> maker) {
    this.maker = maker;
    this.instance = maker.get();
  }

  /**
   * For what {@link KryoCodec#forRecords} has written.
   *
   * @param table the class table under which it was
   * @throws DamageException if that is none
   * @throws io.holdfast.NewerFormatException if it is one of a newer version
   */
  public static StructureDecoder ofRecords(String table) {
    return of(table, false);
  }

  /** For what {@link KryoCodec#encodeGraph} has written; throws as {@link #ofRecords}. */
  public static StructureDecoder ofGraphs(String table) {
    return of(table, true);
  }

  private static StructureDecoder of(String table, boolean references) {
    List<ClassTable.Row> rows = ClassTable.parse(table);
    return new StructureDecoder(() -> new KryoInstance(kryo(rows, references)));
  }

  private static CodecKryo kryo(List<ClassTable.Row> rows, boolean references) {
    CodecKryo kryo = CodecKryo.of(KryoRegistrations.none(), references);
    Names names = new Names(new HashMap<>());
    rows.forEach(row -> names.byId.put(row.id(), row.className()));
    BasicStructures.pin(kryo, names);
    for (ClassTable.Row row : rows) {
      StoredShape shape = StoredShape.parse(row.fingerprint());
      // References are counted for all but enums, so it must be seen which of the two it is.
      Class<?> stand = shape.kind() == ClassShape.Kind.ENUM ? Constant.class : Object.class;
      Reading.Body body = (k, in, type) -> shaped(k, in, row.className(), shape);
      kryo.addAs(row.id(), stand, new Reading(body));
    }
    return kryo;
  }

  /**
   * Decodes the one object that the buffer holds, from its position to its limit, which stay.
   *
   * @throws DamageException if the bytes are not one object written under this class table
   */
  public Structure decode(ByteBuffer bytes) {
    byte[] copy = begin(bytes);
    Structure structure = next();
    if (instance.remaining() > 0) {
      throw new DamageException(
          "The object ends at offset "
              + instance.position()
              + " of "
              + copy.length
              + ": what follows is no part of it.");
    }
    return structure;
  }

  /** Decodes objects until the buffer ends; throws as {@link #decode}. */
  public void decodeAll(ByteBuffer bytes, Consumer<Structure> consumer) {
    begin(bytes);
    while (instance.remaining() > 0) {
      consumer.accept(next());
    }
  }

  /**
   * Nothing has drifted from classes that nobody asks: an unknown id is damage, or the table is.
   */
  private Structure next() {
    boolean decoded = false;
    try {
      Structure structure = Structure.of(instance.decode());
      decoded = true;
      return structure;
    } catch (DriftException e) {
      throw new DamageException(
          "The bytes are no object under this class table: " + e.getCause().getMessage(), e);
    } finally {
      // Kryo keeps state behind an exception that its reset does not reach.
      instance = decoded ? instance : maker.get();
    }
  }

  private byte[] begin(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    instance.read(copy, 0, copy.length);
    return copy;
  }

  /** Stands for any enum. */
  private enum Constant {}

  /** The names of classes by their ids; those of the JDK are known by their registration. */
  record Names(Map<Integer, String> byId) {
    String read(Kryo kryo, Input input) {
      Registration found = kryo.readClass(input);
      if (found == null) {
        throw DecodeFault.damage("no class where one must be");
      }
      return byId.getOrDefault(found.getId(), found.getType().getName());
    }
  }

  /** Reads one kind of structure. */
  static final class Reading extends Serializer<Object> {
    private final Body body;

    /** Reads an object behind its class; calls {@link Reading#begin} before its parts are read. */
    interface Body {
      Object read(Kryo kryo, Input input, Class<?> type);
    }

    Reading(Body body) {
      this.body = body;
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
      throw new IllegalStateException("Structures are only read");
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
      return body.read(kryo, input, type);
    }

    /** What is known before its parts, which may refer to it. */
    static Structure begin(Kryo kryo, Kind kind, String type, String text) {
      Structure structure = Structure.composite(kind, type, text);
      kryo.reference(structure);
      return structure;
    }

    static void parts(Kryo kryo, Input input, Structure into, int count) {
      for (int i = 0; i < count; i++) {
        into.add("", Parts.readPart(kryo, input));
      }
    }
  }

  /** Objects of the job's classes. */
  private static Object shaped(Kryo kryo, Input input, String className, StoredShape shape) {
    return switch (shape.kind()) {
      case RECORD, FIELDS -> fields(kryo, input, className, shape);
      case ENUM -> Structure.value(className, String.valueOf(input.readString()));
      case ARRAY -> {
        Structure array = Reading.begin(kryo, Kind.ELEMENTS, className, "");
        Reading.parts(kryo, input, array, Parts.readCount(input, 1));
        yield array;
      }
      case CODE -> throw DecodeFault.damage("an object of " + className + ", which has none");
    };
  }

  private static Structure fields(Kryo kryo, Input input, String className, StoredShape shape) {
    Structure object = Reading.begin(kryo, Kind.OBJECT, className, "");
    if (shape.fields().isEmpty()) {
      input.readByte();
    }
    for (StoredShape.Field field : shape.fields()) {
      object.add(field.name(), field.form().read(kryo, input));
    }
    return object;
  }
}
