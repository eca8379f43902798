package io.holdfast.engine.commit;

import io.holdfast.backend.ExecutionBackend;
import io.holdfast.backend.PartitionTask;
import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.Rdd;
import io.holdfast.backend.SentTask;
import io.holdfast.sink.PartStaging;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

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
    return execution
        .run(rdd, new StageHere(session, batch))
        .thenApply(parts -> committing(batch, parts));
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

  /** Stages a partition with the session, where the driver is. */
  private record StageHere(SinkSession<Object> session, BatchTime batch)
      implements PartitionTask<Object, StagedPart> {
    @Override
    public StagedPart run(int partition, Rows<Object> rows) {
      return LazyPart.stage(rows, () -> session.stage(batch, partition, 0));
    }

    @Override
    public Optional<SentTask<Object, StagedPart>> elsewhere() {
      return session.elsewhere().map(staging -> new StageElsewhere(staging, batch));
    }
  }

  /** Stages a partition in another process. */
  private record StageElsewhere(PartStaging<Object> staging, BatchTime batch)
      implements SentTask<Object, StagedPart> {
    private static final long serialVersionUID = 1L;

    @Override
    public StagedPart run(Place place, int partition, Rows<Object> rows) {
      return LazyPart.stage(
          rows, () -> staging.stage(batch, partition, place.attempt(), place::storage));
    }
  }

  /** Opens the part with its first row, so that no empty file is made. */
  private static final class LazyPart {
    private final Supplier<PartWriter<Object>> begin;
    private PartWriter<Object> writer;

    private LazyPart(Supplier<PartWriter<Object>> begin) {
      this.begin = begin;
    }

    /** All rows as a part; null if there are none. */
    static StagedPart stage(Rows<Object> rows, Supplier<PartWriter<Object>> begin) {
      LazyPart part = new LazyPart(begin);
      try {
        rows.forEach(part::write);
        return part.writer == null ? null : part.writer.finish();
      } finally {
        part.close();
      }
    }

    private void write(Object row) {
      if (writer == null) {
        writer = begin.get();
      }
      writer.write(row);
    }

    private void close() {
      if (writer != null) {
        writer.close();
      }
    }
  }
}
