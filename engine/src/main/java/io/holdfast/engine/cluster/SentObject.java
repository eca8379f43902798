package io.holdfast.engine.cluster;

import io.holdfast.checkpoint.kryo.EncodedGraph;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import java.io.Serializable;

/**
 * A part of a job's definition on its way to other processes, written as checkpoints write it: it
 * need not be serializable by Java.
 *
 * @param registrations the table of classes that it is encoded with
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
public record SentObject<T>(byte[] bytes, String registrations) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Encodes an object.
   *
   * @throws io.holdfast.ConfigurationException if something in it cannot be encoded, with the path
   *     to it
   */
  public static <T> SentObject<T> of(T object, KryoRegistrations known) {
    EncodedGraph encoded = KryoCodec.encodeGraph(object, known);
    return new SentObject<>(encoded.bytes(), encoded.registrations().toTable());
  }

  /** The object again, by the classes that the calling thread knows. */
  @SuppressWarnings("unchecked") // what comes out is what went in
  public T object() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return (T)
        KryoCodec.forGraphs(KryoRegistrations.fromTable(registrations, loader)).decode(bytes);
  }
}
