package io.holdfast.spark;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.Step;
import io.holdfast.checkpoint.kryo.EncodeBuffer;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows on their way between processes of one run of a job: with Kryo, if the classes are registered
 * or known to it, and otherwise as Java writes them. Nothing of it is ever stored. Any thread.
 */
final class Wire {
  private static final byte KRYO = 1;
  private static final byte JAVA = 2;

  private final KryoCodec codec;

  Wire(KryoRegistrations registrations) {
    this.codec = KryoCodec.forRecords(registrations);
  }

  /**
   * Rows as bytes.
   *
   * @throws ConfigurationException if their classes can be written in neither way; names the step
   */
  byte[] encode(List<?> rows, Step step) {
    try {
      EncodeBuffer buffer = new EncodeBuffer(1024);
      codec.encodeAll(rows, buffer);
      ByteBuffer bytes = ByteBuffer.allocate(1 + buffer.length());
      return bytes.put(KRYO).put(buffer.view()).array();
    } catch (ConfigurationException e) {
      return encodeByJava(rows, step, e);
    }
  }

  private static byte[] encodeByJava(List<?> rows, Step step, ConfigurationException why) {
    try {
      byte[] written = JavaBytes.of(new ArrayList<>(rows));
      return ByteBuffer.allocate(1 + written.length).put(JAVA).put(written).array();
    } catch (IOException e) {
      throw new ConfigurationException(
          step.label()
              + " sends rows from one executor to another, so they have to be encoded: "
              + why.getMessage()
              + "\n  or let it implement Serializable ("
              + e.getMessage()
              + ").",
          e);
    }
  }

  /** Hands over the rows. */
  void decode(ByteBuffer bytes, Consumer<Object> action) {
    ByteBuffer rows = bytes.duplicate();
    if (rows.get() == KRYO) {
      codec.decodeAll(rows, action);
      return;
    }
    byte[] written = new byte[rows.remaining()];
    rows.get(written);
    ((List<?>) JavaBytes.read(written)).forEach(action);
  }
}
