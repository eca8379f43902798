package io.holdfast.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Clients that let something happen before some calls of producers or admins. One thread. */
final class SteppedClients implements KafkaClients {
  private final String method;
  private final int from;
  private final int until;
  private final Step step;
  private int calls;

  /** What happens. */
  interface Step {
    void run() throws Exception;
  }

  /**
   * @param at number of the call, from 1, of any method of a producer but close
   */
  SteppedClients(int at, Step step) {
    this("", at, at, step);
  }

  /**
   * @param method whose calls count
   */
  SteppedClients(String method, int from, int until, Step step) {
    this.method = method;
    this.from = from;
    this.until = until;
    this.step = step;
  }

  int calls() {
    return calls;
  }

  @Override
  public Admin admin(Map<String, Object> settings) {
    Admin live = LIVE.admin(settings);
    return method.isEmpty() ? live : stepped(Admin.class, live);
  }

  @Override
  public Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
    return LIVE.consumer(settings);
  }

  @Override
  @SuppressWarnings("unchecked") // a proxy of the interface
  public Producer<byte[], byte[]> producer(Map<String, Object> settings) {
    return stepped(Producer.class, LIVE.producer(settings));
  }

  private <C> C stepped(Class<C> type, C live) {
    return type.cast(
        Proxy.newProxyInstance(
            SteppedClients.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> call(live, called, arguments)));
  }

  private Object call(Object live, Method called, Object[] arguments) throws Throwable {
    boolean counts = method.isEmpty() || method.equals(called.getName());
    if (counts && !called.getName().equals("close") && ++calls >= from && calls <= until) {
      step.run();
    }
    try {
      return called.invoke(live, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
