package io.holdfast.spark;

import io.holdfast.backend.SentTask;
import io.holdfast.backend.feed.Feed;
import io.holdfast.engine.cluster.SentObject;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.util.CollectionAccumulator;

/** Runs a task on a partition and sends what comes of it, as Java writes it. */
record RunTask<T, R>(
    SentJob job, SentObject<SentTask<T, R>> task, CollectionAccumulator<Serializable> notes)
    implements Function2<Integer, Iterator<Feed<T>>, Iterator<byte[]>> {
  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<byte[]> call(Integer partition, Iterator<Feed<T>> feeds) {
    return RemoteFailure.guard(
        () -> {
          TaskSide side = new TaskSide(ExecutorSide.of(job), notes);
          Feed<T> feed = Chunk.only(feeds);
          R result = task.object().run(side, partition, feed::into);
          return List.of(JavaBytes.of(result)).iterator();
        });
  }
}
