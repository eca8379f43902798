package io.holdfast.spark;

import io.holdfast.checkpoint.kryo.EncodedGraph;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import java.io.Serializable;

/**
 * A part of a job's definition on its way to executors, written as checkpoints write it: it need not
 * be serializable by Java.
 *
 * @param registrations the table of classes that it is encoded with
 */
record SentObject<T>(byte[] bytes, String registrations) implements Serializable {
  private static final long serialVersionUID = 1L;

  static <T> SentObject<T> of(T object, KryoRegistrations known) {
    EncodedGraph encoded = KryoCodec.encodeGraph(object, known);
    return new SentObject<>(encoded.bytes(), encoded.registrations().toTable());
  }

  @SuppressWarnings("unchecked") // what comes out is what went in
  T object() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return (T)
        KryoCodec.forGraphs(KryoRegistrations.fromTable(registrations, loader)).decode(bytes);
  }
}
