package io.holdfast.spark;

import io.holdfast.backend.SentSplit;
import java.util.List;
import org.apache.spark.Partition;

/** Blocks that one task reads, and the hosts that have most of their bytes. */
final class SplitsPartition<T> implements Partition {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final List<SentSplit<T>> splits;
  private final transient List<String> hosts;

  SplitsPartition(int index, List<SentSplit<T>> splits, List<String> hosts) {
    this.index = index;
    this.splits = splits;
    this.hosts = hosts;
  }

  @Override
  public int index() {
    return index;
  }

  List<SentSplit<T>> splits() {
    return splits;
  }

  /** Known to the driver only. */
  List<String> hosts() {
    return hosts;
  }
}
