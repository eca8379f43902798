package io.holdfast.testkit.jobs;

import io.holdfast.sink.BatchSink;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.Gathering;
import io.holdfast.sink.ObjectFileSink;
import io.holdfast.sink.RowCodec;
import io.holdfast.sink.TextFileSink;
import io.holdfast.sink.TwoPhaseSink;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes what it reads, and has no state: between the allocation of a batch and its commit nothing
 * is logged, so that only the output itself can stop a driver that was taken over.
 */
public record CopyJob(BatchSink<? super String> sink) implements ModelledJob {
  private static final String OUTPUT = "copies";

  /** To lines of text. */
  public CopyJob() {
    this(new TextFileSink("/out"));
  }

  /** To objects. */
  public static CopyJob ofObjects() {
    return new CopyJob(new ObjectFileSink<>("/out", RowCodec.utf8()));
  }

  /** To lines of text, a few batches in a directory. */
  public static CopyJob gathered() {
    Gathering limits = Gathering.of(3, 1 << 10, Duration.ofMillis(40));
    return new CopyJob(new TextFileSink("/out").gathering(limits));
  }

  /** To something that prepares. */
  public static CopyJob prepared() {
    return new CopyJob(new TwoPhaseSink<>(new PreparedFiles("/out")));
  }

  /** To something that seldom answers. */
  public static CopyJob unanswered() {
    return new CopyJob(new UnansweredSink("/out"));
  }

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public List<String> streams() {
    return List.of("lines");
  }

  @Override
  public void define(StreamingContext context) {
    context.receiverStream("lines", new AnySource()).writeTo(OUTPUT, sink);
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    List<String> found =
        sink.committedRows(OUTPUT, places).orElseThrow().stream()
            .map(CommittedRow::row)
            .sorted()
            .toList();
    List<String> expected = records.get("lines").stream().sorted().toList();
    return found.equals(expected)
        ? Optional.empty()
        : Optional.of("expected " + expected + ", found " + found);
  }
}
