package io.holdfast.engine.cluster;

import io.holdfast.checkpoint.placed.PartitionPart;
import java.io.Serializable;

/**
 * What a process of the cluster is told that updates a partition of a state.
 *
 * @param version the batch
 * @param attempt at it; another one begins anew
 * @param base the version on which it builds
 * @param last what was written of the partition last; null if nothing was
 * @param whole whether it is to be written whole, besides
 */
public record PartitionRequest(
    String state,
    int partition,
    int partitions,
    long version,
    int attempt,
    long base,
    PartitionPart last,
    boolean whole)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
