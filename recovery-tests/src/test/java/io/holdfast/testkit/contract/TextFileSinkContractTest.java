package io.holdfast.testkit.contract;

import io.holdfast.sink.TextFileSink;

class TextFileSinkContractTest extends SinkContract<Object> {
  @Override
  protected SinkPlace<Object> newPlace() {
    return new StoragePlace<>(new TextFileSink("/out"), text -> text);
  }
}
