package io.holdfast.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the few places where real clocks, threads and random numbers may be made. Everywhere else
 * the build forbids them, because what is not handed in cannot be simulated.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface CompositionRoot {
  /** Why this place needs the real thing. */
  String value();
}
