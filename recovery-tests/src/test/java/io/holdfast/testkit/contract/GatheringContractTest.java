package io.holdfast.testkit.contract;

import io.holdfast.sink.BatchSink;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.FileEncoding;
import io.holdfast.sink.FileSink;
import io.holdfast.sink.Gathering;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.BatchTime;
import java.time.Duration;
import java.util.List;

/**
 * A sink of files that gathers: a batch is committed out of sight, and published on the spot, so
 * that each step of both is a step of the contract.
 */
final class GatheringContractTest extends SinkContract<Object> {
  private static final Gathering LIMITS = Gathering.of(100, 1 << 20, Duration.ofMinutes(1));

  @Override
  protected SinkPlace<Object> newPlace() {
    BatchSink<Object> sink = new AtOnce(new TextFileSink("/out").gathering(LIMITS));
    return new StoragePlace<>(sink, text -> text);
  }

  /** Publishes what is there after each commit. */
  private record AtOnce(FileSink<Object> sink) implements FileSink<Object> {
    @Override
    public String location() {
      return sink.location();
    }

    @Override
    public FileEncoding<? super Object> encoding() {
      return sink.encoding();
    }

    @Override
    public SinkSession<Object> open(SinkContext context) {
      SinkSession<Object> session = sink.open(context);
      session.flush();
      return new Session(session);
    }
  }

  private record Session(SinkSession<Object> inner) implements SinkSession<Object> {
    @Override
    public boolean committed(BatchTime batch) {
      return inner.committed(batch);
    }

    @Override
    public PartWriter<Object> stage(BatchTime batch, int partition, int attempt) {
      return inner.stage(batch, partition, attempt);
    }

    @Override
    public void restage(BatchTime batch) {
      inner.restage(batch);
    }

    @Override
    public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
      CommitOutcome outcome = inner.commit(batch, parts);
      if (!(outcome instanceof Unknown)) {
        inner.flush();
      }
      return outcome;
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
