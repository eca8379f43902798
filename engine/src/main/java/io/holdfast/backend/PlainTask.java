package io.holdfast.backend;

import java.util.Optional;

/** Tasks without a result of their own. */
public enum PlainTask implements PartitionTask<Object, Integer>, SentTask<Object, Integer> {
  /** Has the partition computed as far as it has to be, and walks no row. */
  COMPUTE {
    @Override
    public Integer run(int partition, Rows<Object> rows) {
      return partition;
    }
  },
  /** Walks all rows. */
  WALK {
    @Override
    public Integer run(int partition, Rows<Object> rows) {
      rows.forEach(row -> {});
      return partition;
    }
  };

  @Override
  public Integer run(Place place, int partition, Rows<Object> rows) {
    return run(partition, rows);
  }

  @Override
  public Optional<SentTask<Object, Integer>> elsewhere() {
    return Optional.of(this);
  }
}
