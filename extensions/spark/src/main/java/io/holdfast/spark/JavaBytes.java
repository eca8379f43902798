package io.holdfast.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

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
    try (ObjectInputStream in = new In(new ByteArrayInputStream(bytes))) {
      return (R) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("what a task has sent cannot be read: " + e, e);
    }
  }

  /**
   * Finds classes where Spark has put those of the job, which the thread may not know: threads that
   * carry messages know Spark only.
   */
  static final class In extends ObjectInputStream {
    In(ByteArrayInputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(
            type.getName(), false, Thread.currentThread().getContextClassLoader());
      } catch (ClassNotFoundException e) {
        return primitiveOrOwn(type);
      }
    }

    private Class<?> primitiveOrOwn(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(type.getName(), false, JavaBytes.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(type);
      }
    }
  }
}
