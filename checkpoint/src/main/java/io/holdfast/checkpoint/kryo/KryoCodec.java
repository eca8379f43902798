package io.holdfast.checkpoint.kryo;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.DriftException;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Encodes objects of registered classes and decodes them again. Objects end by themselves, so they
 * can stand one after another without lengths between them.
 *
 * <p>Encoding throws {@link ConfigurationException} and leaves the target as it was; decoding
 * throws {@link DriftException} when the code has changed and {@link DamageException} for anything
 * else. Neither lets an exception of Kryo through. No length in the bytes makes it allocate more
 * than a small multiple of their number.
 *
 * <p>Safe for use by many threads; needs no closing.
 */
public final class KryoCodec {
  private final KryoRegistrations registrations;
  private final InstancePool pool;

  private KryoCodec(KryoRegistrations registrations, Supplier<CodecKryo> maker) {
    this.registrations = registrations;
    this.pool = new InstancePool(() -> new KryoInstance(maker.get()));
  }

  /**
   * For records, keys and state: an object met twice is written twice, and a cycle is refused.
   * Small and fast.
   */
  public static KryoCodec forRecords(KryoRegistrations registrations) {
    return new KryoCodec(registrations, () -> CodecKryo.of(registrations, false));
  }

  /**
   * For objects that {@link #forRecords} has written under a class table of before; encodes
   * nothing.
   *
   * @throws DriftException as {@link ClassEvolution#requireReadable} does
   */
  public static KryoCodec readingValues(ClassEvolution evolution) {
    return reading(evolution, false);
  }

  /**
   * As {@link #readingValues}, but refuses objects of classes whose fields have changed: as keys
   * they may not be equal any more where they were, or equal where they were not.
   */
  public static KryoCodec readingKeys(ClassEvolution evolution) {
    return reading(evolution, true);
  }

  private static KryoCodec reading(ClassEvolution evolution, boolean keys) {
    ClassEvolution readable = evolution.requireReadable();
    return new KryoCodec(readable.registrations(), () -> CodecKryo.reading(readable, keys));
  }

  /** For graphs of objects: an object met twice is one object after decoding too. */
  public static KryoCodec forGraphs(KryoRegistrations registrations) {
    return new KryoCodec(registrations, () -> CodecKryo.of(registrations, true));
  }

  /**
   * Encodes a graph of objects, registering the classes that it meets beside those already known.
   * It is read by {@code forGraphs(KryoRegistrations.fromTable(table, loader))} with the table of
   * the result.
   *
   * @throws ConfigurationException if something in it cannot be encoded, with the path to it
   */
  public static EncodedGraph encodeGraph(Object root, KryoRegistrations known) {
    ClassLoader loader = root.getClass().getClassLoader();
    CodecKryo kryo =
        CodecKryo.discovering(known, loader != null ? loader : KryoCodec.class.getClassLoader());
    byte[] bytes = new KryoInstance(kryo).encode(root);
    return new EncodedGraph(bytes, kryo.registrations());
  }

  int idleInstances() {
    return pool.size();
  }

  public KryoRegistrations registrations() {
    return registrations;
  }

  /** Encodes one object, null included. */
  public byte[] encode(Object object) {
    KryoInstance instance = pool.take();
    byte[] bytes = instance.encode(object);
    pool.giveBack(instance);
    return bytes;
  }

  /** Appends one object to {@code target}; nothing is appended if this throws. */
  public void encode(Object object, EncodeBuffer target) {
    KryoInstance instance = pool.take();
    instance.encode(object, target);
    pool.giveBack(instance);
  }

  /**
   * Appends one object to {@code target}, allocating nothing; nothing is appended if this throws.
   */
  public void encode(Object object, FieldWriter target) {
    KryoInstance instance = pool.take();
    instance.encode(object, target);
    pool.giveBack(instance);
  }

  /** Appends objects one after another; nothing is appended if this throws. */
  public void encodeAll(Iterable<?> objects, EncodeBuffer target) {
    int before = target.length();
    KryoInstance instance = pool.take();
    try {
      for (Object object : objects) {
        instance.encode(object, target);
      }
    } catch (RuntimeException e) {
      target.truncate(before);
      throw e;
    }
    pool.giveBack(instance);
  }

  /** Decodes the one object that {@code bytes} consists of. */
  public Object decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** Decodes the one object that a range of {@code bytes} consists of. */
  public Object decode(byte[] bytes, int offset, int length) {
    KryoInstance instance = pool.take();
    instance.read(bytes, offset, length);
    Object object = instance.decode();
    if (instance.remaining() > 0) {
      throw new DamageException(
          "The object ends at offset "
              + instance.position()
              + ", but "
              + instance.remaining()
              + " more bytes follow it. They are not one object.");
    }
    pool.giveBack(instance);
    return object;
  }

  /**
   * Decodes the object at the buffer's position and moves the position behind it. Reads straight
   * from the array of a heap buffer, and from a copy of what remains in any other. The position
   * stays if this throws.
   */
  public Object decode(ByteBuffer buffer) {
    KryoInstance instance = pool.take();
    int origin = read(instance, buffer);
    Object object = instance.decode();
    buffer.position(instance.position() - origin);
    pool.giveBack(instance);
    return object;
  }

  /** Decodes objects until the buffer is empty, and hands each to {@code consumer} in order. */
  public void decodeAll(ByteBuffer buffer, Consumer<Object> consumer) {
    KryoInstance instance = pool.take();
    read(instance, buffer);
    while (instance.remaining() > 0) {
      consumer.accept(instance.decode());
    }
    buffer.position(buffer.limit());
    pool.giveBack(instance);
  }

  /** Returns what to subtract from a position in the input to get one in the buffer. */
  private static int read(KryoInstance instance, ByteBuffer buffer) {
    if (buffer.hasArray()) {
      int offset = buffer.arrayOffset() + buffer.position();
      instance.read(buffer.array(), offset, buffer.remaining());
      return buffer.arrayOffset();
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.get(buffer.position(), copy);
    instance.read(copy, 0, copy.length);
    return -buffer.position();
  }
}
