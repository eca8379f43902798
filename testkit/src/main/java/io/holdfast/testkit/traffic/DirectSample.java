package io.holdfast.testkit.traffic;

import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectReader;
import io.holdfast.source.DirectSource;
import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.source.RecordCodec;
import io.holdfast.source.SourceRange;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Keeps the records of a {@link Sender} for reading in place: with every look there are some more.
 * Stands in the place of the source that the job defines, and claims what that one claims.
 */
final class DirectSample<T> implements DirectSource<T> {
  private static final long serialVersionUID = 1L;
  private static final String PARTITION = "record";

  private final String stream;
  private final transient DirectSource<T> defined;
  private final transient Sender sender;
  private final transient SplittableRandom random;
  private final transient Consumer<String> violations;
  private long there;
  private boolean asked;

  DirectSample(
      String stream,
      DirectSource<T> defined,
      Sender sender,
      long seed,
      Consumer<String> violations) {
    this.stream = stream;
    this.defined = defined;
    this.sender = sender;
    this.random = new SplittableRandom(seed + stream.hashCode());
    this.violations = violations;
    this.there = sender.acknowledged();
  }

  @Override
  public String description() {
    return "sample in the place of " + defined.description();
  }

  @Override
  public RecordCodec<T> codec() {
    return defined.codec();
  }

  @Override
  public SourcePromise promise() {
    return defined.promise();
  }

  @Override
  public DirectReader<T> open(DirectContext context) {
    return new SampleReader();
  }

  private final class SampleReader implements DirectReader<T> {
    @Override
    public Map<String, Long> partitions() {
      int more = random.nextInt(sender.delivery().maxBurst() + 1);
      there = Math.min(sender.records().size(), there + more);
      return Map.of(PARTITION, 0L);
    }

    @Override
    public Optional<SourceRange> next(String partition, long from, Limit limit) {
      begin(from);
      // What a driver before has journaled without saying so was there.
      there = Math.max(there, from);
      if (from == there) {
        return Optional.empty();
      }
      long until = from;
      long bytes = 0;
      while (until < there && until - from < limit.records() && bytes < limit.bytes()) {
        until++;
        bytes += sender.encoded(until).length;
      }
      return Optional.of(new SourceRange(PARTITION, from, until, until - from, bytes, 0));
    }

    /** The first question of a life shows what the job knows to be journaled. */
    private void begin(long from) {
      if (from < sender.acknowledged()) {
        violations.accept(
            "offset "
                + from
                + " of stream '"
                + stream
                + "' is asked for, but offsets before "
                + sender.acknowledged()
                + " are journaled");
      }
      if (!asked) {
        asked = true;
        sender.acknowledge(from);
      }
    }

    @Override
    public void read(SourceRange range, Consumer<? super T> action) {
      for (long number = range.from() + 1; number <= range.until(); number++) {
        byte[] record = sender.encoded(number);
        action.accept(defined.codec().decode(record, 0, record.length));
      }
    }

    @Override
    public void journaled(String partition, long until) {
      sender.acknowledge(until);
    }

    @Override
    public void close() {}
  }
}
