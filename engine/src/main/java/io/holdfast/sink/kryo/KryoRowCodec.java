package io.holdfast.sink.kryo;

import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.sink.RowCodec;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows of registered classes, written as the states of a job are: records, collections, the common
 * classes of the JDK, and what is registered under an id of its own. The table of ids and of the
 * shapes of the classes stands in every file, and is compared before anything is decoded.
 *
 * @param <T> rows
 */
public final class KryoRowCodec<T> implements RowCodec<T> {
  private static final long serialVersionUID = 1L;

  private final TreeMap<Integer, Class<?>> classes;
  private transient volatile KryoCodec codec;

  private KryoRowCodec(Map<Integer, Class<?>> classes) {
    this.classes = new TreeMap<>(classes);
  }

  /**
   * A codec for rows made of these classes and those that need no registration.
   *
   * @param registrations the ids of the job's classes; an id that rows were written with belongs to
   *     its class for ever
   */
  public static <T> KryoRowCodec<T> of(KryoRegistrations registrations) {
    return new KryoRowCodec<>(registrations.classes());
  }

  @Override
  public String name() {
    return "kryo";
  }

  @Override
  public String schema() {
    return codec().registrations().toTable();
  }

  @Override
  public void requireReadable(String written) {
    codec().registrations().requireNoDrift(written);
  }

  @Override
  public byte[] encode(T row) {
    return codec().encode(row);
  }

  @Override
  @SuppressWarnings("unchecked") // the file says that this codec has written it
  public T decode(byte[] bytes) {
    return (T) codec().decode(bytes);
  }

  /** Made when first needed: not a part of the checkpointed graph. Two are as good as one. */
  private KryoCodec codec() {
    KryoCodec made = codec;
    if (made == null) {
      KryoRegistrations registrations = KryoRegistrations.none();
      for (Map.Entry<Integer, Class<?>> entry : classes.entrySet()) {
        registrations = registrations.with(entry.getKey(), entry.getValue());
      }
      made = KryoCodec.forRecords(registrations);
      codec = made;
    }
    return made;
  }
}
