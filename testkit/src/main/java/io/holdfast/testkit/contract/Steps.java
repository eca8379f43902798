package io.holdfast.testkit.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The steps of one life of a process: what it does to the outside, one after the other. An author
 * routes these operations through it, so that the kit can end the life before each of them, lose
 * the answer of each, and let another driver run in between.
 *
 * <p>A step is what the outside sees as one: a statement, a commit, a request, the write of a file.
 * Reads are steps as well, because something may happen between a look and the change that rests on
 * it. When the life has ended every later step of it throws {@link ProcessDied}; what is then left
 * open outside is cut by {@link #onDeath}.
 *
 * <p>Safe for use by many threads; the kit itself uses one.
 */
public final class Steps {
  private final String life;
  private final StepWatch watch;
  private final List<String> trace;
  private final List<Runnable> cuts = new ArrayList<>();
  private ProcessDied death;
  private int begun;

  /** An operation with a result. */
  @FunctionalInterface
  public interface Operation<R, E extends Exception> {
    /** Does it. */
    R run() throws E;
  }

  /** An operation without one. */
  @FunctionalInterface
  public interface Action<E extends Exception> {
    /** Does it. */
    void run() throws E;
  }

  /**
   * The steps of a life.
   *
   * @param trace of all lives of a test, safe for use by many threads
   */
  Steps(String life, StepWatch watch, List<String> trace) {
    this.life = life;
    this.watch = watch;
    this.trace = trace;
  }

  /** Steps that all happen, for a look at what a sink does, outside of the kit's own runs. */
  public static Steps calm() {
    return new Steps("calm", StepWatch.NONE, Collections.synchronizedList(new ArrayList<>()));
  }

  /**
   * Performs a step.
   *
   * @param name what it does, for the trace of a failure: {@code "UPDATE marker"}
   * @throws ProcessDied if the life ends here or has ended before
   * @throws E what the operation throws, or in its place what {@link SinkPlace#lostAnswer} makes
   */
  public <R, E extends Exception> R step(String name, Operation<R, E> operation) throws E {
    int number = begin(name);
    this.<E>tell(() -> watch.before(number, name));
    R result = operation.run();
    this.<E>tell(() -> watch.after(number, name));
    return result;
  }

  /** The same for an operation without a result. */
  public <E extends Exception> void run(String name, Action<E> action) throws E {
    this.<Void, E>step(
        name,
        () -> {
          action.run();
          return null;
        });
  }

  /**
   * An object of an interface whose calls are steps, and so are those on what it returns, if that
   * is an interface of the same package: a {@code DataSource} leads to its connections and
   * statements.
   *
   * @param methods the names of those that are steps; all if none are given
   */
  public <I> I around(Class<I> type, I target, String... methods) {
    return type.cast(wrapped(type, target, Set.of(methods)));
  }

  private Object wrapped(Class<?> type, Object target, Set<String> methods) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          boolean own = method.getDeclaringClass() == Object.class;
          boolean isStep = !own && (methods.isEmpty() || methods.contains(method.getName()));
          Operation<Object, Exception> call =
              () -> {
                try {
                  return method.invoke(target, arguments);
                } catch (InvocationTargetException e) {
                  if (e.getCause() instanceof Error error) {
                    throw error;
                  }
                  throw (Exception) e.getCause();
                }
              };
          Object result =
              isStep ? step(type.getSimpleName() + "." + method.getName(), call) : call.run();
          Class<?> returned = method.getReturnType();
          boolean follow =
              result != null
                  && returned.isInterface()
                  && (returned.getPackage() == type.getPackage()
                      || returned.getPackageName().equals(packageBehind(type)));
          return follow ? wrapped(returned, result, methods) : result;
        });
  }

  /** {@code javax.sql} hands out what is in {@code java.sql}. */
  private static String packageBehind(Class<?> type) {
    return type.getPackageName().replaceFirst("^javax\\.", "java.");
  }

  /**
   * Has something done when the life ends in the middle: connections that would be gone with a real
   * process are cut here. Must not go through these steps.
   */
  public void onDeath(Runnable cut) {
    synchronized (this) {
      if (death == null) {
        cuts.add(cut);
        return;
      }
    }
    cut.run();
  }

  /** Ends the life now; what was left open is cut. */
  void kill(String why) {
    end(new ProcessDied(why));
  }

  synchronized boolean dead() {
    return death != null;
  }

  synchronized void requireAlive() {
    if (death != null) {
      throw death;
    }
  }

  synchronized int count() {
    return begun;
  }

  private synchronized int begin(String name) {
    requireAlive();
    trace.add(life + ", step " + begun + ": " + name);
    return begun++;
  }

  private void end(ProcessDied cause) {
    List<Runnable> open;
    synchronized (this) {
      if (death != null) {
        return;
      }
      death = cause;
      trace.add(life + ": " + cause.getMessage());
      open = List.copyOf(cuts);
      cuts.clear();
    }
    open.forEach(Runnable::run);
  }

  private interface Telling {
    void run() throws Exception;
  }

  @SuppressWarnings("unchecked") // what the author's lostAnswer() makes is thrown as if by the step
  private <E extends Exception> void tell(Telling telling) throws E {
    try {
      telling.run();
    } catch (ProcessDied e) {
      end(e);
      throw e;
    } catch (Exception e) {
      trace.add(life + ": its caller gets " + e);
      throw (E) e;
    }
  }
}
