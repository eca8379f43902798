package io.holdfast.spark;

import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.checkpoint.placed.PartitionPart;
import io.holdfast.checkpoint.state.PartitionChanges;
import java.util.List;

/**
 * What an update of a partition of a state has come to, in the process that did it.
 *
 * @param rows that it yields
 * @param parts what was written of it, durably
 * @param changes with which the partition is as it is behind the batch
 */
record StateOutcome<O>(Rows<O> rows, List<PartitionPart> parts, PartitionChanges changes) {}
