package io.holdfast.spark;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.Step;
import io.holdfast.checkpoint.kryo.EncodeBuffer;
import io.holdfast.checkpoint.kryo.EncodedGraph;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.engine.cluster.SentObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows on their way from one executor to another: by the classes that the job has registered, which
 * is short and fast; or, if there are others among them, as checkpoints write a job's definition,
 * with the names of the classes in front. Any thread.
 */
final class Wire {
  private static final byte REGISTERED = 1;
  private static final byte NAMED = 2;
  private static final int FIRST_BYTES = 1024;

  private final KryoRegistrations registrations;
  private final KryoCodec codec;

  Wire(KryoRegistrations registrations) {
    this.registrations = registrations;
    this.codec = KryoCodec.forRecords(registrations);
  }

  KryoRegistrations registrations() {
    return registrations;
  }

  /**
   * Rows as bytes.
   *
   * @throws ConfigurationException if their classes can be written in neither way; names the step
   */
  byte[] encode(List<?> rows, Step step) {
    try {
      EncodeBuffer buffer = new EncodeBuffer(FIRST_BYTES);
      codec.encodeAll(rows, buffer);
      ByteBuffer bytes = ByteBuffer.allocate(1 + buffer.length());
      return bytes.put(REGISTERED).put(buffer.view()).array();
    } catch (ConfigurationException e) {
      return named(rows, step);
    }
  }

  private byte[] named(List<?> rows, Step step) {
    try {
      EncodedGraph graph = KryoCodec.encodeGraph(new ArrayList<>(rows), registrations);
      byte[] table = graph.registrations().toTable().getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(1 + Integer.BYTES + table.length + graph.bytes().length)
          .put(NAMED)
          .putInt(table.length)
          .put(table)
          .put(graph.bytes())
          .array();
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          step.label()
              + " sends rows from one executor to another, so they have to be encoded: "
              + e.getMessage(),
          e);
    }
  }

  /** Hands over the rows. */
  void decode(ByteBuffer bytes, Consumer<Object> action) {
    ByteBuffer rows = bytes.duplicate();
    if (rows.get() == REGISTERED) {
      codec.decodeAll(rows, action);
      return;
    }
    byte[] table = new byte[rows.getInt()];
    rows.get(table);
    KryoRegistrations named = SentObject.classes(new String(table, StandardCharsets.UTF_8));
    ((List<?>) KryoCodec.forGraphs(named).decode(rows)).forEach(action);
  }
}
