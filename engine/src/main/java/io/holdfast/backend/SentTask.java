package io.holdfast.backend;

import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.wal.storage.Storage;
import java.io.Serializable;

/**
 * A {@link PartitionTask} as a value that is sent to the process in which it runs. There it may run
 * more than once for a partition, at the same time too; the driver uses one of the results.
 */
public interface SentTask<T, R> extends Serializable {

  /** Runs it. */
  R run(Place place, int partition, Rows<T> rows);

  /** Where it runs. */
  interface Place {
    /** A number that no other attempt at the same partition has in the life of the job. */
    int attempt();

    /** The storage at a place that the user has named; not closed by the task. */
    Storage storage(String location);
  }
}
