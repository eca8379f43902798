package io.holdfast.testkit.contract;

class TableSinkContractTest extends SinkContract<String> {
  @Override
  protected SinkPlace<String> newPlace() {
    return new TablePlace(TableSink::new, false);
  }
}
