package io.holdfast.jdbc;

import io.holdfast.testkit.contract.Effort;
import io.holdfast.testkit.contract.SinkContract;
import io.holdfast.testkit.contract.SinkPlace;

/** Upserts keep all rules of a sink. */
final class JdbcUpsertsContractTest extends SinkContract<String> {
  @Override
  protected SinkPlace<String> newPlace() {
    return new TablesPlace(true);
  }

  @Override
  protected Effort effort() {
    return TablesPlace.effort();
  }
}
