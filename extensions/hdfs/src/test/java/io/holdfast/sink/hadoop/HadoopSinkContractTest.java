package io.holdfast.sink.hadoop;

import io.holdfast.testkit.contract.Effort;
import io.holdfast.testkit.contract.SinkContract;
import io.holdfast.testkit.contract.SinkPlace;
import io.holdfast.testkit.contract.StoragePlace;

/** An output of text by Hadoop, in the conformance kit. */
final class HadoopSinkContractTest extends SinkContract<String> {
  @Override
  protected SinkPlace<String> newPlace() {
    return new StoragePlace<>(Outputs.text("/out"), text -> text);
  }

  /** A sample: what is tried at every step is the session of files, which all file sinks share. */
  @Override
  protected Effort effort() {
    return Effort.ofProperties().with(40, 8, 30);
  }
}
