package io.holdfast.kafka;

import io.holdfast.testkit.contract.Effort;
import io.holdfast.testkit.contract.ReceiverContract;
import io.holdfast.testkit.contract.ReceiverSubject;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A topic that is received keeps all rules of a receiver, on real connections. */
final class KafkaReceiverContractTest extends ReceiverContract<String> {
  private static CuttingProxy proxy;

  @BeforeAll
  static void open() throws IOException {
    proxy = new CuttingProxy(SharedBroker.get());
  }

  @AfterAll
  static void close() throws IOException {
    proxy.close();
  }

  @Override
  protected ReceiverSubject<String> newSubject() {
    return new TopicSubject(proxy);
  }

  @Override
  protected Effort effort() {
    return TopicPlace.effort();
  }
}
