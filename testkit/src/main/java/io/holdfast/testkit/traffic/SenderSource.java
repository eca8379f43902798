package io.holdfast.testkit.traffic;

import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Delivers the records of a {@link Sender} in bursts, and some of them again after each start, as
 * senders do that have not heard the last acknowledgement. Stands in the place of the source that
 * the job defines, and claims what that one claims.
 */
final class SenderSource<T> implements ReceiverSource<T> {
  private static final long serialVersionUID = 1L;
  private static final String PARTITION = "record";

  private final String stream;
  private final long seed;
  private final transient ReceiverSource<T> defined;
  private final transient Sender sender;
  private final transient Consumer<String> violations;

  SenderSource(
      String stream,
      ReceiverSource<T> defined,
      Sender sender,
      long seed,
      Consumer<String> violations) {
    this.stream = stream;
    this.defined = defined;
    this.sender = sender;
    this.seed = seed;
    this.violations = violations;
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
  public Receiver<T> createReceiver() {
    return new SenderReceiver(new SplittableRandom(seed + stream.hashCode()));
  }

  private final class SenderReceiver implements Receiver<T> {
    private final SplittableRandom random;
    private long next;
    private long had;
    private boolean stopped;

    SenderReceiver(SplittableRandom random) {
      this.random = random;
    }

    @Override
    public void start(ReceiverContext<T> context, Map<String, Long> resumeAfter) {
      long after = resumeAfter.getOrDefault(PARTITION, 0L);
      if (after < sender.acknowledged()) {
        violations.accept(
            "it asks for record "
                + (after + 1)
                + " of stream '"
                + stream
                + "', but has acknowledged records up to "
                + sender.acknowledged());
      }
      sender.acknowledge(after);
      had = after;
      next = Math.max(1, after + 1 - random.nextInt(sender.delivery().maxRepeated() + 1));
      SerialExecutor lane = context.scheduler().serial("sender-" + stream);
      lane.execute(() -> deliver(context, lane));
    }

    @Override
    public void acknowledged(Map<String, Long> durable) {
      sender.acknowledge(durable.getOrDefault(PARTITION, 0L));
    }

    @Override
    public void stop() {
      stopped = true;
    }

    /**
     * A record that is new to this life must not have been acknowledged: the sender no longer has
     * it.
     */
    private void request(long number) {
      if (number > had && number <= sender.acknowledged()) {
        violations.accept(
            "record "
                + number
                + " of stream '"
                + stream
                + "' was acknowledged, so the sender has forgotten it, but the job does not have it");
      }
      if (number <= had) {
        sender.repeats();
      }
      had = Math.max(had, number);
    }

    private void deliver(ReceiverContext<T> context, SerialExecutor lane) {
      for (int i = random.nextInt(sender.delivery().maxBurst()) + 1;
          i > 0 && next <= sender.records().size() && !stopped;
          i--) {
        request(next);
        byte[] record = sender.encoded(next);
        context.storeEncoded(record, 0, record.length, PARTITION, next);
        next++;
      }
      if (next <= sender.records().size() && !stopped) {
        int pause = random.nextInt(sender.delivery().maxPauseMillis() + 1);
        context.scheduler().schedule(Duration.ofMillis(pause), lane, () -> deliver(context, lane));
      } else {
        context.caughtUp();
      }
    }
  }
}
