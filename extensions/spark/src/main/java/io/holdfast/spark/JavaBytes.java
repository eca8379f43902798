package io.holdfast.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** Values as Java writes them. */
final class JavaBytes {
  private JavaBytes() {}

  static byte[] of(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("unchecked") // what comes out is what went in
  static <R> R read(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (R) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("what a task has sent cannot be read: " + e, e);
    }
  }
}
