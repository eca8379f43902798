package io.holdfast.testkit.jobs;

import io.holdfast.sink.TextFileSink;
import io.holdfast.source.NumberedTcpSource;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes the lines of a sender at the port that the system property {@value #PORT} names. */
public record NumberedCopyJob() implements ModelledJob {
  public static final String PORT = "holdfast.numbered.port";
  public static final String STREAM = "numbered";
  private static final String OUTPUT = "copies";
  private static final TextFileSink SINK = new TextFileSink("/out");

  @Override
  public String name() {
    return "numbered-copy";
  }

  @Override
  public List<String> streams() {
    return List.of(STREAM);
  }

  @Override
  public void define(StreamingContext context) {
    context
        .receiverStream(STREAM, new NumberedTcpSource("127.0.0.1", Integer.getInteger(PORT)))
        .writeTo(OUTPUT, SINK);
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    return CopiedLines.wrong(SINK, OUTPUT, places, records.get(STREAM));
  }
}
