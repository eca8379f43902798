package io.holdfast.tools;

import io.holdfast.runtime.CompositionRoot;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGINT and SIGTERM. The JVM's shutdown hooks are not enough: while they run, a second signal
 * waits for their end. The class that can do better is in every JDK but not part of the standard,
 * so it is looked up by name.
 */
@CompositionRoot("a second signal ends the process at once")
final class Signals {
  private static final int KILLED_BY_SIGNAL = 130;

  private Signals() {}

  /**
   * Runs {@code stop} on the first signal, on a thread of its own; a second one ends the process.
   */
  static void onStop(Runnable stop) {
    AtomicInteger received = new AtomicInteger();
    Runnable handler =
        () -> {
          if (received.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(KILLED_BY_SIGNAL);
          }
          stop.run();
        };
    on("INT", handler);
    on("TERM", handler);
  }

  /** Runs {@code handler} on each signal of this name, in place of the end of the process. */
  static void on(String signal, Runnable handler) {
    try {
      handle(signal, handler);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      Runtime.getRuntime().addShutdownHook(new Thread(handler, "holdfast-" + signal));
    }
  }

  private static void handle(String signal, Runnable handler) throws ReflectiveOperationException {
    Class<?> signalType = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object proxy =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {handlerType},
            (self, method, args) -> {
              if (method.getName().equals("handle")) {
                handler.run();
              }
              return null;
            });
    signalType
        .getMethod("handle", signalType, handlerType)
        .invoke(null, signalType.getConstructor(String.class).newInstance(signal), proxy);
  }
}
