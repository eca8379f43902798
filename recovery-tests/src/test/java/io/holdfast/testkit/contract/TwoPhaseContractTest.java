package io.holdfast.testkit.contract;

import io.holdfast.sink.TwoPhaseSink;
import io.holdfast.testkit.jobs.PreparedFiles;
import java.util.Map;

/** Two-phase commit to the smallest resource that can prepare. */
final class TwoPhaseContractTest extends SinkContract<String> {
  @Override
  protected SinkPlace<String> newPlace() {
    return new StoragePlace<>(new TwoPhaseSink<>(new PreparedFiles("/out")), text -> text);
  }

  @Override
  protected Map<SinkRule, String> exempt() {
    return Map.of(
        SinkRule.WHOLE, "parts are committed one by one once that is decided",
        SinkRule.OWNED, "the application's id is in the names of parts, so each has its own");
  }
}
