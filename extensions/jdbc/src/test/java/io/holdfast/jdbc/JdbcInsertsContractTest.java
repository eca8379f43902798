package io.holdfast.jdbc;

import io.holdfast.testkit.contract.Effort;
import io.holdfast.testkit.contract.SinkContract;
import io.holdfast.testkit.contract.SinkPlace;

/** Plain inserts keep all rules of a sink. */
final class JdbcInsertsContractTest extends SinkContract<String> {
  @Override
  protected SinkPlace<String> newPlace() {
    return new TablesPlace(false);
  }

  @Override
  protected Effort effort() {
    return TablesPlace.effort();
  }
}
