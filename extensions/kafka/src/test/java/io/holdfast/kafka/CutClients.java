package io.holdfast.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Clients of a driver that dies at one of its producers' calls: before it, or after it was carried
 * out. Then nothing of it gets to the broker any more. One thread.
 */
final class CutClients implements KafkaClients {
  private final int at;
  private final boolean after;
  private final List<Producer<byte[], byte[]>> producers = new ArrayList<>();
  private int calls;
  private boolean dead;

  /**
   * @param at number of the call, from 1; none if it is larger than the number of calls
   */
  CutClients(int at, boolean after) {
    this.at = at;
    this.after = after;
  }

  /** The driver is dead. */
  static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Cut(String call) {
      super(call);
    }
  }

  int calls() {
    return calls;
  }

  boolean dead() {
    return dead;
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
    producers.add(live);
    return (Producer<byte[], byte[]>)
        Proxy.newProxyInstance(
            CutClients.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, method, arguments) -> call(live, method, arguments));
  }

  private Object call(Producer<byte[], byte[]> live, Method method, Object[] arguments)
      throws Throwable {
    if (method.getName().equals("close")) {
      live.close(Duration.ZERO);
      return null;
    }
    if (dead) {
      throw new Cut("dead");
    }
    calls++;
    if (calls == at && !after) {
      die(method);
    }
    Object answer;
    try {
      answer = method.invoke(live, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (calls == at) {
      die(method);
    }
    return answer;
  }

  private void die(Method method) {
    dead = true;
    producers.forEach(producer -> producer.close(Duration.ZERO));
    throw new Cut(method.getName());
  }
}
