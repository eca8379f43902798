package io.holdfast.checkpoint.kryo;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/**
 * Makes an empty object for its fields to be read into: by the constructor without arguments, of
 * any visibility, so that transient fields get their initial values; without any constructor when
 * there is none.
 */
final class Instantiation {
  /** Found once a class: the JDK makes a class of its own for each one without a constructor. */
  private static final ClassValue<Constructor<?>> CONSTRUCTORS =
      new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
          return find(type);
        }
      };

  private final Constructor<?> constructor;

  Instantiation(Class<?> type) {
    constructor = CONSTRUCTORS.get(type);
  }

  Object newInstance() {
    try {
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw DecodeFault.drift("the constructor of " + name() + " failed", e.getCause());
    } catch (InstantiationException | IllegalAccessException e) {
      throw DecodeFault.drift(name() + " cannot be made", e);
    }
  }

  private static Constructor<?> find(Class<?> type) {
    Constructor<?> found;
    try {
      found = type.getDeclaredConstructor();
    } catch (NoSuchMethodException e) {
      found = withoutConstructor(type);
    }
    found.setAccessible(true);
    return found;
  }

  private String name() {
    return constructor.getDeclaringClass().getTypeName();
  }

  /**
   * A constructor that runs only Object's: the door that the JDK keeps for serialization libraries,
   * a supported class of module jdk.unsupported. Reached by name because the compiler warns about
   * every mention of it.
   */
  private static Constructor<?> withoutConstructor(Class<?> type) {
    try {
      Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Object instance =
          lookup
              .findStatic(factory, "getReflectionFactory", MethodType.methodType(factory))
              .invoke();
      MethodHandle make =
          lookup.findVirtual(
              factory,
              "newConstructorForSerialization",
              MethodType.methodType(Constructor.class, Class.class, Constructor.class));
      return (Constructor<?>) make.invoke(instance, type, Object.class.getDeclaredConstructor());
    } catch (Throwable e) {
      throw new EncodeFault(
          type.getTypeName() + " cannot be made without a constructor on this JVM",
          "give it a constructor without arguments (it may be private), or make it a record",
          e);
    }
  }
}
