package io.holdfast.checkpoint.kryo;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Serializable lambdas and method references, taken apart and put together through the two methods
 * that the compiler makes for that purpose: {@code writeReplace} of the lambda and {@code
 * $deserializeLambda$} of the class it was written in. No stream and no opened module is needed.
 */
final class Lambdas {
  private Lambdas() {}

  /** Stands for all lambda classes in the registration. */
  static final class Marker {
    private Marker() {}
  }

  static boolean isLambda(Class<?> type) {
    return type.isHidden() && type.isSynthetic();
  }

  /**
   * Takes a lambda apart.
   *
   * @throws EncodeFault if it was not declared serializable, or was made inside the JDK
   */
  static SerializedLambda takeApart(Object lambda) {
    Class<?> type = lambda.getClass();
    if (!(lambda instanceof Serializable)) {
      throw new EncodeFault(
          describe(type) + " is not serializable",
          "pass it as one of the interfaces in io.holdfast.stream.function, or cast it, as in"
              + " (Function<A, B> & Serializable) x -> ...");
    }
    try {
      Method replace = type.getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      if (replace.invoke(lambda) instanceof SerializedLambda form) {
        return form;
      }
      throw madeElsewhere(type, null);
    } catch (InaccessibleObjectException | ReflectiveOperationException e) {
      throw madeElsewhere(type, e);
    }
  }

  private static EncodeFault madeElsewhere(Class<?> type, Exception cause) {
    return new EncodeFault(
        describe(type) + " cannot be taken apart",
        "write the lambda out in the job's own code instead of having the JDK make it",
        cause);
  }

  /** The class in whose source the lambda stands. */
  static Class<?> capturingClass(Object lambda, SerializedLambda form) {
    String name = form.getCapturingClass().replace('/', '.');
    try {
      return Class.forName(name, false, lambda.getClass().getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new EncodeFault(
          describe(lambda.getClass()) + " belongs to " + name + ", which its loader cannot find",
          "load the job by a class loader that finds its own classes",
          e);
    }
  }

  /**
   * Puts a lambda together.
   *
   * @throws DecodeFault if the class no longer has it
   */
  static Object putTogether(Class<?> capturingClass, SerializedLambda form) {
    String what = "lambda " + form.getImplMethodName() + " of " + capturingClass.getTypeName();
    try {
      Method door = capturingClass.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
      door.setAccessible(true);
      return door.invoke(null, form);
    } catch (NoSuchMethodException e) {
      throw DecodeFault.drift(what + " is not there: the class has no serializable lambda now", e);
    } catch (InvocationTargetException e) {
      throw DecodeFault.drift(what + " is not there any more, or is of another type", e.getCause());
    } catch (InaccessibleObjectException | IllegalAccessException e) {
      throw DecodeFault.drift(what + " cannot be reached", e);
    }
  }

  /** The name of a lambda's class as a person would put it. */
  static String describe(Class<?> lambdaClass) {
    String name = lambdaClass.getName();
    int end = name.indexOf("$$Lambda");
    return "the lambda " + name + (end < 0 ? "" : " in " + name.substring(0, end));
  }
}
