package io.holdfast.kafka;

import io.holdfast.testkit.contract.Effort;
import io.holdfast.testkit.contract.SinkContract;
import io.holdfast.testkit.contract.SinkPlace;

/** An output in a topic keeps all rules of a sink, against a real broker. */
final class KafkaSinkContractTest extends SinkContract<String> {
  @Override
  protected SinkPlace<String> newPlace() {
    return new TopicPlace();
  }

  @Override
  protected Effort effort() {
    return TopicPlace.effort();
  }
}
