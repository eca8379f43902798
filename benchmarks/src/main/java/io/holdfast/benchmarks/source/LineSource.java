package io.holdfast.benchmarks.source;

import io.holdfast.benchmarks.load.Lines;
import io.holdfast.benchmarks.load.Load;
import io.holdfast.benchmarks.load.Meter;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import java.util.Map;

/** The load as a source that can be read again from any line; each line is stored by itself. */
public final class LineSource implements ReceiverSource<String> {
  private static final long serialVersionUID = 1L;
  private static final String PARTITION = "lines";

  private final transient Lines lines;
  private final transient Meter meter;
  private final long count;
  private final boolean marked;

  /** A source that feeds what the meter says is due. */
  public LineSource(Load load, Meter meter) {
    this(new Lines(load.words()), meter, load.lines(), false);
  }

  private LineSource(Lines lines, Meter meter, long count, boolean marked) {
    this.lines = lines;
    this.meter = meter;
    this.count = count;
    this.marked = marked;
  }

  /** The same, in which every other line begins with a space. */
  public LineSource marked() {
    return new LineSource(lines, meter, count, true);
  }

  private String line(long number) {
    String line = lines.line(number);
    return marked && (number & 1) == 1 ? " " + line : line;
  }

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
    return new Feed();
  }

  private final class Feed implements Receiver<String> {
    @Override
    public void start(ReceiverContext<String> context, Map<String, Long> resumeAfter) {
      long from = resumeAfter.getOrDefault(PARTITION, 0L);
      context.spawn("feed", () -> feed(context, from));
    }

    private void feed(ReceiverContext<String> context, long from) {
      long next = from;
      while (next < count && !context.stopped()) {
        long due = meter.due(next);
        while (next < due && !context.stopped()) {
          context.store(line(next), PARTITION, next + 1);
          next++;
        }
      }
      meter.fedAll(next);
    }

    @Override
    public void stop() {}
  }
}
