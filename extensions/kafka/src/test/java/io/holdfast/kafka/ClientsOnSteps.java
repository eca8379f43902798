package io.holdfast.kafka;

import io.holdfast.testkit.contract.Steps;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Clients of one driver, whose calls are steps where they go to the broker. When the driver dies
 * they are cut: an open transaction stays open. One thread.
 *
 * @param steps of the driver
 * @param open clients that nobody has closed are kept here
 */
record ClientsOnSteps(Steps steps, Set<Object> open) implements KafkaClients {
  @Override
  public Admin admin(Map<String, Object> settings) {
    Admin live = LIVE.admin(settings);
    cutWith(live, () -> live.close(Duration.ZERO));
    Admin asking =
        steps.around(
            Admin.class,
            proxy(Admin.class, (called, arguments) -> finished(call(live, called, arguments))),
            "describeFeatures",
            "describeTopics",
            "describeConfigs",
            "createTopics",
            "listOffsets");
    return proxy(Admin.class, (called, arguments) -> closing(live, asking, called, arguments));
  }

  /** When it returns the topic is there, or never will be. */
  private static Object finished(Object answer) {
    if (answer instanceof CreateTopicsResult created) {
      try {
        KafkaErrors.get(created.all());
      } catch (TopicExistsException e) {
        // The caller asks the answer itself.
      }
    }
    return answer;
  }

  @Override
  @SuppressWarnings("unchecked") // a proxy of the interface
  public Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
    Consumer<byte[], byte[]> live = LIVE.consumer(settings);
    cutWith(live, () -> live.close(CloseOptions.timeout(Duration.ZERO)));
    Consumer<byte[], byte[]> polled = steps.around(Consumer.class, live, "poll");
    return proxy(Consumer.class, (called, arguments) -> closing(live, polled, called, arguments));
  }

  @Override
  @SuppressWarnings("unchecked") // a proxy of the interface
  public Producer<byte[], byte[]> producer(Map<String, Object> settings) {
    Producer<byte[], byte[]> live = LIVE.producer(settings);
    cutWith(live, () -> live.close(Duration.ZERO));
    Producer<byte[], byte[]> writing =
        steps.around(
            Producer.class,
            live,
            "initTransactions",
            "send",
            "flush",
            "commitTransaction",
            "abortTransaction");
    Callback[] last = new Callback[1];
    return proxy(
        Producer.class,
        (called, arguments) -> {
          if (called.getName().equals("send")) {
            last[0] = (Callback) arguments[1];
          }
          try {
            return closing(live, writing, called, arguments);
          } catch (TimeoutException lost) {
            return told(called, last[0], lost);
          }
        });
  }

  /** That a record was not acknowledged is told to its callback, as Kafka's producer does. */
  private static Object told(Method called, Callback callback, TimeoutException lost) {
    boolean sent = called.getName().equals("send");
    if (!sent && !called.getName().equals("flush")) {
      throw lost;
    }
    callback.onCompletion(null, lost);
    return sent ? CompletableFuture.failedFuture(lost) : null;
  }

  private void cutWith(Object client, Runnable close) {
    open.add(client);
    steps.onDeath(
        () -> {
          if (open.remove(client)) {
            close.run();
          }
        });
  }

  private Object closing(Object live, Object stepped, Method called, Object[] arguments)
      throws Throwable {
    if (called.getName().equals("close")) {
      return open.remove(live) ? call(live, called, arguments) : null;
    }
    return call(stepped, called, arguments);
  }

  private static Object call(Object target, Method called, Object[] arguments) throws Throwable {
    try {
      return called.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** A call of a proxy. */
  private interface Call {
    Object of(Method called, Object[] arguments) throws Throwable;
  }

  private static <C> C proxy(Class<C> type, Call call) {
    InvocationHandler handler = (proxy, called, arguments) -> call.of(called, arguments);
    return type.cast(
        Proxy.newProxyInstance(
            ClientsOnSteps.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
