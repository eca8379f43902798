package io.holdfast.testkit.jobs;

import io.holdfast.sink.TextFileSink;
import io.holdfast.source.HttpPushSource;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes the lines that are pushed to the port that the system property {@value #PORT} names. */
public record PushedCopyJob() implements ModelledJob {
  public static final String PORT = "holdfast.push.port";
  public static final String STREAM = "pushed";
  private static final String OUTPUT = "copies";
  private static final TextFileSink SINK = new TextFileSink("/out");

  @Override
  public String name() {
    return "pushed-copy";
  }

  @Override
  public List<String> streams() {
    return List.of(STREAM);
  }

  @Override
  public void define(StreamingContext context) {
    context
        .receiverStream(STREAM, HttpPushSource.lines(Integer.getInteger(PORT)))
        .writeTo(OUTPUT, SINK);
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    return CopiedLines.wrong(SINK, OUTPUT, places, records.get(STREAM));
  }
}
