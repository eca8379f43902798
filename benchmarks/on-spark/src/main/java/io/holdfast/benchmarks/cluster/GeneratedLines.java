package io.holdfast.benchmarks.cluster;

import io.holdfast.benchmarks.load.Allowance;
import io.holdfast.benchmarks.load.Lines;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Lines that the executor on which the receiver runs makes itself, as many as it is allowed. Any
 * line can be made again.
 *
 * @param allowance file of an {@link Allowance}
 * @param words distinct ones
 */
record GeneratedLines(String allowance, int words) implements ReceiverSource<String> {
  private static final long serialVersionUID = 1L;
  private static final String PARTITION = "lines";

  @Override
  public String description() {
    return "generated lines";
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(Guarantee.EXACTLY_ONCE, "any line can be generated again");
  }

  @Override
  public Receiver<String> createReceiver() {
    return new Generator();
  }

  private final class Generator implements Receiver<String> {
    @Override
    public void start(ReceiverContext<String> context, Map<String, Long> resumeAfter) {
      long from = resumeAfter.getOrDefault(PARTITION, 0L);
      context.spawn("generate", () -> generate(context, from));
    }

    private void generate(ReceiverContext<String> context, long from) {
      Lines lines = new Lines(words);
      try (Allowance allowed = Allowance.open(Path.of(allowance))) {
        long next = from;
        while (!context.stopped()) {
          long until = allowed.beyond(next);
          while (next < until && !context.stopped()) {
            context.store(lines.line(next), PARTITION, next + 1);
            next++;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop() {}
  }
}
