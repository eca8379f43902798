package io.holdfast.backend;

import java.io.Serializable;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An operation of the job as errors name it.
 *
 * @param label the operation and where it is defined
 */
public record Step(String label) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 120;

  /** A function of the user's failed on a record. */
  public UserCodeException failed(Object record, RuntimeException error) {
    if (error instanceof UserCodeException known) {
      return known;
    }
    return new UserCodeException(label + " failed for " + shown(record) + ": " + error, error);
  }

  /**
   * What a function of the user's has returned.
   *
   * @throws UserCodeException if it is null
   */
  public <R> R row(R result, Object record) {
    if (result == null) {
      throw new UserCodeException(
          label
              + " returned null for "
              + shown(record)
              + "; a stream has no null records. Use flatMap or filter to leave records out, or an"
              + " Optional.");
    }
    return result;
  }

  /**
   * Calls a function of the user's, for what is done seldom.
   *
   * @param input of it, for errors
   */
  public <R> R call(Supplier<R> function, Object input) {
    try {
      return row(function.get(), input);
    } catch (RuntimeException e) {
      throw failed(input, e);
    }
  }

  /**
   * Walks what a function of the user's yields. What {@code out} throws is not the function's.
   *
   * @param record the function's input, for errors
   */
  public <R> void walk(Iterator<R> results, Object record, Consumer<? super R> out) {
    while (true) {
      R result;
      try {
        if (!results.hasNext()) {
          return;
        }
        result = results.next();
      } catch (RuntimeException e) {
        throw failed(record, e);
      }
      out.accept(row(result, record));
    }
  }

  private static String shown(Object record) {
    String text = String.valueOf(record);
    return "'" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text) + "'";
  }
}
