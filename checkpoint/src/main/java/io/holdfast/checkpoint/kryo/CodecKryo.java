package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.util.DefaultClassResolver;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Kryo under our rules: JDK classes pinned, the job's classes as registered, nothing else; or, when
 * discovering, whatever else turns up while writing, with ids in order of appearance. Used by one
 * thread at a time and dropped after any exception, because Kryo keeps state that {@code reset}
 * does not reach.
 */
final class CodecKryo extends Kryo {
  /** Levels of nesting that fit, interpreted, into half of a default thread stack. */
  static final int LARGEST_DEPTH = 500;

  /** Kryo writes an id plus two: 0 is null, 1 a class name, which is never used here. */
  private static final int ID_SHIFT = 2;

  private final ReferenceTracker tracker;
  private final boolean discovering;
  private final Map<String, Class<?>> enums = new HashMap<>();
  private KryoRegistrations registrations;
  private int skipping;
  private Class<?> lastType;
  private Registration last;
  private Class<?> lastButOneType;
  private Registration lastButOne;

  private CodecKryo(
      KryoRegistrations registrations, ReferenceTracker tracker, boolean discovering) {
    super(new DefaultClassResolver(), tracker);
    this.registrations = registrations;
    this.tracker = tracker;
    this.discovering = discovering;
    setRegistrationRequired(true);
    setOptimizedGenerics(false);
    BasicArrays.pin(this);
    BasicScalars.pin(this);
    BasicCollections.pin(this);
  }

  static CodecKryo of(KryoRegistrations registrations, boolean references) {
    return new CodecKryo(registrations, references ? new ReferenceTracker() : null, false)
        .addAll(registrations);
  }

  static CodecKryo discovering(KryoRegistrations known, ClassLoader loader) {
    CodecKryo kryo = new CodecKryo(known, new ReferenceTracker(), true).addAll(known);
    kryo.setClassLoader(loader);
    return kryo;
  }

  /**
   * Reads what was written under other registrations, and writes nothing.
   *
   * @param keys whether it reads keys, of which no class may be converted
   */
  static CodecKryo reading(ClassEvolution evolution, boolean keys) {
    CodecKryo kryo = new CodecKryo(evolution.registrations(), null, false);
    evolution.registerTo(kryo, keys);
    return kryo;
  }

  private CodecKryo addAll(KryoRegistrations known) {
    known.shapes().forEach(this::add);
    return this;
  }

  /** What was registered at first and what has been found since. */
  KryoRegistrations registrations() {
    return registrations;
  }

  /** Registers a class for good, and others that are written in the same form under its id. */
  void pin(int id, Class<?> type, Serializer<?> serializer, Class<?>... sameForm) {
    for (Class<?> other : sameForm) {
      getClassResolver().register(new Registration(other, serializer, id));
    }
    forget();
    getClassResolver().register(new Registration(type, serializer, id));
  }

  private Registration add(int id, ClassShape shape) {
    return addAs(id, shape.type(), serializer(shape));
  }

  Registration addAs(int id, Class<?> type, Serializer<?> serializer) {
    if (serializer instanceof EnumSerializer) {
      enums.put(type.getName(), type);
    }
    forget();
    return getClassResolver().register(new Registration(type, serializer, id));
  }

  private void forget() {
    lastType = null;
    lastButOneType = null;
  }

  static Serializer<?> serializer(ClassShape shape) {
    return switch (shape.kind()) {
      case RECORD -> new RecordSerializer(shape);
      case FIELDS -> new FieldsSerializer(shape);
      case ENUM -> new EnumSerializer(shape.type());
      case ARRAY -> new ArraySerializer(shape.type());
      case CODE -> new CodeSerializer();
    };
  }

  /** The registration by which objects of that class are written. */
  @Override
  @SuppressWarnings("rawtypes") // the parent's signature
  public Registration getRegistration(Class type) {
    // Keys and values take turns: a class is looked for in the map when a third one comes.
    if (type == lastType) {
      return last;
    }
    Registration found = type == lastButOneType ? lastButOne : registration(type);
    lastButOneType = lastType;
    lastButOne = last;
    lastType = type;
    last = found;
    return found;
  }

  private Registration registration(Class<?> type) {
    Registration found = getClassResolver().getRegistration(type);
    if (found != null && !(found.getSerializer() instanceof CodeSerializer)) {
      return found;
    }
    return resolve(type);
  }

  /** Reads an id; never a name, so no bytes can bring in a class that is not registered. */
  @Override
  public Registration readClass(Input input) {
    int number = input.readVarInt(true);
    if (number == NULL) {
      return null;
    }
    Registration found = getRegistration(number - ID_SHIFT);
    if (found == null) {
      throw DecodeFault.drift("no class is registered under id " + (number - ID_SHIFT), null);
    }
    return found;
  }

  private Registration resolve(Class<?> type) {
    if (Lambdas.isLambda(type)) {
      return getRegistration(Lambdas.Marker.class);
    }
    if (!type.isEnum() && Enum.class.isAssignableFrom(type)) {
      return getRegistration(type.getSuperclass());
    }
    for (Class<?> family : new Class<?>[] {EnumSet.class, ZoneId.class, Charset.class}) {
      if (family != type && family.isAssignableFrom(type)) {
        return getRegistration(family);
      }
    }
    if (!discovering) {
      throw EncodeFault.unregistered(type);
    }
    return find(ClassShape.of(type));
  }

  private Registration find(ClassShape shape) {
    registrations = registrations.found(shape);
    return add(registrations.idOf(shape.type()).orElseThrow(), shape);
  }

  /** Writes a class that need not have objects. */
  void writeClassName(Output output, Class<?> type) {
    Registration found = getClassResolver().getRegistration(type);
    if (found == null) {
      if (!discovering) {
        throw EncodeFault.unregistered(type);
      }
      found = find(ClassShape.code(type));
    }
    output.writeVarInt(found.getId() + ID_SHIFT, true);
  }

  /** Writes a class whose serializer the reader will need. */
  void writeObjectClass(Output output, Class<?> type) {
    output.writeVarInt(getRegistration(type).getId() + ID_SHIFT, true);
  }

  Class<?> readEnumClass(Input input) {
    Registration found = readClass(input);
    if (found == null || !(found.getSerializer() instanceof EnumSerializer)) {
      throw DecodeFault.damage("no enum where one must be");
    }
    return found.getType();
  }

  Optional<Class<?>> enumNamed(String name) {
    Class<?> known = enums.get(name);
    if (known != null || !discovering) {
      return Optional.ofNullable(known);
    }
    try {
      return Optional.of(Class.forName(name, false, getClassLoader()));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Reads something of which nothing is kept, so that it may be of classes that are gone. */
  void skip(Runnable reading) {
    skipping++;
    reading.run();
    skipping--;
  }

  boolean isSkipping() {
    return skipping > 0;
  }

  void enter(Object whole) {
    if (tracker != null) {
      tracker.enter(whole);
    }
  }

  void leave() {
    if (tracker != null) {
      tracker.leave();
    }
  }
}
