package io.holdfast.engine.commit;

import io.holdfast.backend.ExecutionBackend;
import io.holdfast.backend.PartitionTask;
import io.holdfast.backend.Rdd;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** An output that writes to a sink. */
final class SinkOutput implements Output {
  private final String name;
  private final SinkSession<Object> session;
  private final boolean asks;

  /**
   * An open sink.
   *
   * @param asks whether a batch that the sink has is left alone after a recovery (exactly-once)
   */
  SinkOutput(String name, SinkSession<Object> session, boolean asks) {
    this.name = name;
    this.session = session;
    this.asks = asks;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean committed(BatchTime batch) {
    return asks && session.committed(batch);
  }

  @Override
  public CompletableFuture<Commit> stage(
      ExecutionBackend.Execution execution, Rdd<Object> rdd, BatchTime batch) {
    PartitionTask<Object, StagedPart> task = (partition, rows) -> stagePart(batch, partition, rows);
    return execution.run(rdd, task).thenApply(parts -> committing(batch, parts));
  }

  @Override
  public void abandon(BatchTime batch) {
    session.restage(batch);
  }

  @Override
  public void flush() {
    session.flush();
  }

  @Override
  public void close() {
    session.close();
  }

  private Commit committing(BatchTime batch, List<StagedPart> parts) {
    List<StagedPart> withRows = parts.stream().filter(Objects::nonNull).toList();
    return () -> session.commit(batch, withRows);
  }

  private StagedPart stagePart(BatchTime batch, int partition, PartitionTask.Rows<Object> rows) {
    LazyPart part = new LazyPart(batch, partition);
    try {
      rows.forEach(part::write);
      return part.writer == null ? null : part.writer.finish();
    } finally {
      part.close();
    }
  }

  /** Opens the part with its first row, so that no empty file is made. */
  private final class LazyPart {
    private final BatchTime batch;
    private final int partition;
    private PartWriter<Object> writer;

    LazyPart(BatchTime batch, int partition) {
      this.batch = batch;
      this.partition = partition;
    }

    void write(Object row) {
      if (writer == null) {
        writer = session.stage(batch, partition, 0);
      }
      writer.write(row);
    }

    void close() {
      if (writer != null) {
        writer.close();
      }
    }
  }
}
