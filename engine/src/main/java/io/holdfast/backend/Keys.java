package io.holdfast.backend;

import io.holdfast.stream.Pair;

/** Refuses keys by which rows cannot be brought together. */
public final class Keys {
  private static final ClassValue<String> FAULTS =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return faultOf(type);
        }
      };

  private Keys() {}

  /**
   * The key of a row.
   *
   * @throws UserCodeException if the row is null or no pair, or if keys of this class are not equal
   *     by their content
   */
  public static <K, V> K of(Pair<K, V> row, Step step) {
    K key = row.key();
    if (key == null) {
      throw new UserCodeException(
          step.label()
              + ": the key of "
              + row
              + " is null. Give every row a key, or filter it out.");
    }
    String fault = FAULTS.get(key.getClass());
    if (!fault.isEmpty()) {
      throw new UserCodeException(step.label() + ": " + fault);
    }
    return key;
  }

  private static String faultOf(Class<?> type) {
    if (type.isArray()) {
      return "keys are arrays ("
          + type.getSimpleName()
          + "), which are equal only if they are the same object. Use a List or a record.";
    }
    try {
      boolean identity =
          type.getMethod("hashCode").getDeclaringClass() == Object.class
              || type.getMethod("equals", Object.class).getDeclaringClass() == Object.class;
      return identity
          ? "keys are of "
              + type.getName()
              + ", which has no equals and hashCode of its own, so that no two are the same key."
              + " Define both, or use a record."
          : "";
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("Every object has equals and hashCode", e);
    }
  }
}
