package io.holdfast.checkpoint.kryo;

import java.io.Externalizable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

/**
 * Which classes are written field by field, and which are refused because that would lose or change
 * something without a word.
 */
final class ClassRules {
  private static final List<String> HOOKS =
      List.of("writeObject", "readObject", "writeReplace", "readResolve");

  private ClassRules() {}

  /** Whether the class is a part of the JDK. */
  static boolean isJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  static void check(Class<?> type) {
    if (type.isPrimitive() || type.isInterface()) {
      throw refusal(type, "it has no objects of its own", "register the classes that implement it");
    }
    if (type.isHidden()) {
      throw refusal(type, "it has no lasting name", "register the class that defines the lambda");
    }
    if (isJdk(type)) {
      throw refusal(
          type,
          "it is a JDK class that Holdfast has no serializer for",
          "hold its content in a record or a common collection");
    }
    if (Modifier.isAbstract(type.getModifiers())) {
      throw refusal(type, "it is abstract", "register the classes that extend it");
    }
    checkAncestors(type);
    checkHooks(type);
  }

  private static void checkAncestors(Class<?> type) {
    for (Class<?> at = type.getSuperclass(); at != null; at = at.getSuperclass()) {
      if (isJdk(at) && hasHiddenState(at)) {
        throw refusal(
            type,
            "it extends " + at.getTypeName() + ", whose fields cannot be read",
            "hold a " + at.getSimpleName() + " in a field instead of extending it");
      }
    }
  }

  /**
   * Abstract JDK classes may have transient fields: caches, in all that are meant for extension.
   */
  private static boolean hasHiddenState(Class<?> jdkClass) {
    boolean concrete = !Modifier.isAbstract(jdkClass.getModifiers());
    for (Field field : jdkClass.getDeclaredFields()) {
      int modifiers = field.getModifiers();
      if (!Modifier.isStatic(modifiers) && (concrete || !Modifier.isTransient(modifiers))) {
        return true;
      }
    }
    return false;
  }

  private static void checkHooks(Class<?> type) {
    for (Class<?> at = type; at != null && !isJdk(at); at = at.getSuperclass()) {
      for (Method method : at.getDeclaredMethods()) {
        if (HOOKS.contains(method.getName()) && !Modifier.isStatic(method.getModifiers())) {
          throw hooked(type, at.getTypeName() + "." + method.getName());
        }
      }
    }
    if (Externalizable.class.isAssignableFrom(type)) {
      throw hooked(type, "java.io.Externalizable");
    }
  }

  private static EncodeFault hooked(Class<?> type, String hook) {
    return refusal(
        type,
        "its own Java serialization (" + hook + ") would be ignored",
        "convert it to a record, or remove that method if plain fields are enough");
  }

  private static EncodeFault refusal(Class<?> type, String why, String wayOut) {
    return new EncodeFault(type.getTypeName() + " cannot be written: " + why, wayOut);
  }
}
