package io.holdfast.spark;

import io.holdfast.backend.SentSplit;
import io.holdfast.backend.SentSplit.Location;
import io.holdfast.backend.SentTask;
import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.storage.Storage;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;

/**
 * The task that runs, as what is sent to it sees its surroundings.
 *
 * @param notes to the driver
 */
record TaskSide(ExecutorSide executor, CollectionAccumulator<Serializable> notes)
    implements SentTask.Place, SentSplit.Reader {

  /** Spark numbers the attempts of all tasks of an application. */
  @Override
  public int attempt() {
    return (int) (TaskContext.get().taskAttemptId() & Integer.MAX_VALUE);
  }

  @Override
  public Storage storage(String location) {
    return executor.place(location);
  }

  @Override
  public ByteBuffer read(Location place) {
    return executor.read(place);
  }

  @Override
  public <R extends AutoCloseable> R shared(String name, Supplier<R> make) {
    return executor.shared(name, make);
  }

  @Override
  public Scheduler scheduler() {
    return executor.scheduler();
  }

  @Override
  public void note(Serializable note) {
    notes.add(note);
  }
}
