package io.holdfast.engine.cluster;

import io.holdfast.ConfigurationException;
import io.holdfast.DriftException;
import io.holdfast.checkpoint.kryo.EncodedGraph;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import java.io.Serializable;
import java.util.stream.Collectors;

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

  /**
   * The classes of a table, in a process that did not write it.
   *
   * @throws ConfigurationException if one is missing or is another one there
   */
  public static KryoRegistrations classes(String table) {
    try {
      return KryoRegistrations.fromTable(table, Thread.currentThread().getContextClassLoader());
    } catch (DriftException e) {
      String which =
          e.getMessage()
              .lines()
              .filter(line -> line.startsWith(" "))
              .map(String::strip)
              .collect(Collectors.joining(", "));
      throw new ConfigurationException(
          "A process of the cluster does not have the job's classes as the driver has them: "
              + which
              + ". Give the cluster the jars that the driver runs with (for Spark: spark.jars, or"
              + " --jars).",
          e);
    }
  }

  /** The object again, by the classes that the calling thread knows. */
  @SuppressWarnings("unchecked") // what comes out is what went in
  public T object() {
    return (T) KryoCodec.forGraphs(classes(registrations)).decode(bytes);
  }
}
