package io.holdfast.spark;

import io.holdfast.ConfigurationException;
import io.holdfast.runtime.CompositionRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/**
 * Values as Java writes them, from one process of a job to another of the same, as Spark itself
 * sends them. Nothing of it is kept.
 */
@CompositionRoot("Spark's own way to send; nothing is kept")
final class JavaBytes {
  private JavaBytes() {}

  static byte[] of(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  static Object read(byte[] bytes) {
    try (ObjectInputStream in = new In(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new ConfigurationException(
          "What another process of the job has sent cannot be read here: "
              + e
              + ". Give Spark the jars of the job (spark.jars, or --jars).",
          e);
    }
  }

  /**
   * Finds classes where Spark has put those of the job, which the thread may not know: threads that
   * carry messages know Spark only.
   */
  @CompositionRoot("Spark's own way to send; nothing is kept")
  private static final class In extends ObjectInputStream {
    In(ByteArrayInputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(type.getName(), false, Thread.currentThread().getContextClassLoader());
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
