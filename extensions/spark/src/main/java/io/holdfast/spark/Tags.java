package io.holdfast.spark;

import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** What Scala wants to know of types. */
final class Tags {
  private Tags() {}

  @SuppressWarnings("unchecked") // a tag says what the class is, not what it is of
  static <T> ClassTag<T> of(Class<?> type) {
    return (ClassTag<T>) ClassTag$.MODULE$.apply(type);
  }
}
