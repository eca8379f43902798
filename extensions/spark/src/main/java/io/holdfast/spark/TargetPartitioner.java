package io.holdfast.spark;

import org.apache.spark.Partitioner;

/** Keys are the numbers of the partitions that they belong to. */
final class TargetPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int partitions;

  TargetPartitioner(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return (Integer) key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TargetPartitioner same && same.partitions == partitions;
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
