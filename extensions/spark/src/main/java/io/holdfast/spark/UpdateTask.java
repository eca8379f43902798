package io.holdfast.spark;

import io.holdfast.backend.StateOp;
import io.holdfast.backend.Step;
import io.holdfast.backend.feed.Feed;
import io.holdfast.engine.cluster.PartitionRequest;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;

/**
 * Updates the partitions of a state.
 *
 * @param requests one for each partition
 */
record UpdateTask<I, O>(
    SentJob job, List<PartitionRequest> requests, StateOp<I, O> op, boolean emits, Step step)
    implements Function2<Integer, Iterator<Feed<I>>, Iterator<StateOutcome<O>>> {
  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<StateOutcome<O>> call(Integer partition, Iterator<Feed<I>> arrived) {
    return RemoteFailure.guard(
        () ->
            List.of(
                    ExecutorSide.of(job)
                        .states()
                        .update(requests.get(partition), op, emits, step, Chunk.only(arrived)))
                .iterator());
  }
}
