package io.holdfast.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Clients that let something happen before one of their producers' calls. One thread. */
final class SteppedClients implements KafkaClients {
  private final String method;
  private final int at;
  private final Step step;
  private int calls;

  /** What happens. */
  interface Step {
    void run() throws Exception;
  }

  /**
   * @param at number of the call, from 1, of any method but close
   */
  SteppedClients(int at, Step step) {
    this("", at, step);
  }

  /**
   * @param method whose calls count
   */
  SteppedClients(String method, int at, Step step) {
    this.method = method;
    this.at = at;
    this.step = step;
  }

  int calls() {
    return calls;
  }

  @Override
  public Admin admin(Map<String, Object> settings) {
    return LIVE.admin(settings);
  }

  @Override
  public Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
    return LIVE.consumer(settings);
  }

  @Override
  @SuppressWarnings("unchecked") // a proxy of the interface
  public Producer<byte[], byte[]> producer(Map<String, Object> settings) {
    Producer<byte[], byte[]> live = LIVE.producer(settings);
    return (Producer<byte[], byte[]>)
        Proxy.newProxyInstance(
            SteppedClients.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, called, arguments) -> call(live, called, arguments));
  }

  private Object call(Producer<byte[], byte[]> live, Method called, Object[] arguments)
      throws Throwable {
    boolean counts = method.isEmpty() || method.equals(called.getName());
    if (counts && !called.getName().equals("close") && ++calls == at) {
      step.run();
    }
    try {
      return called.invoke(live, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
