package io.holdfast.testkit;

import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Delivers the lines of a {@link SimulatedWorld} in bursts, and some of them again after each
 * start, as senders do that have not heard the last acknowledgement.
 */
public final class SimulatedLineSource implements ReceiverSource<String> {
  private static final long serialVersionUID = 1L;
  private static final String PARTITION = "line";
  private static final int MAX_BURST = 5;
  private static final int MAX_REPEATED = 3;

  private final transient SimulatedWorld world;
  private final long seed;
  private transient String violation;

  public SimulatedLineSource(SimulatedWorld world, long seed) {
    this.world = world;
    this.seed = seed;
  }

  /** What this life of the job has done wrong towards the sender; null if nothing. */
  public String violation() {
    return violation;
  }

  @Override
  public String description() {
    return "simulated lines";
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(Guarantee.EXACTLY_ONCE, "numbered, and repeated from any number");
  }

  @Override
  public Receiver<String> createReceiver() {
    return new LineReceiver(new SplittableRandom(seed));
  }

  private final class LineReceiver implements Receiver<String> {
    private final SplittableRandom random;
    private long next;
    private long had;
    private boolean stopped;

    LineReceiver(SplittableRandom random) {
      this.random = random;
    }

    @Override
    public void start(ReceiverContext<String> context, Map<String, Long> resumeAfter) {
      long after = resumeAfter.getOrDefault(PARTITION, 0L);
      if (after < world.acknowledged()) {
        violation =
            "it asks for line "
                + (after + 1)
                + ", but has acknowledged lines up to "
                + world.acknowledged();
      }
      world.acknowledge(after);
      had = after;
      next = Math.max(1, after + 1 - random.nextInt(MAX_REPEATED + 1));
      SerialExecutor lane = context.scheduler().serial("sender");
      lane.execute(() -> deliver(context, lane));
    }

    @Override
    public void acknowledged(Map<String, Long> durable) {
      world.acknowledge(durable.getOrDefault(PARTITION, 0L));
    }

    @Override
    public void stop() {
      stopped = true;
    }

    /**
     * A line that is new to this life must not have been acknowledged: the sender no longer has it.
     */
    private void request(long number) {
      if (number > had && number <= world.acknowledged()) {
        violation =
            "line "
                + number
                + " was acknowledged, so the sender has forgotten it, but the job does not have it";
      }
      had = Math.max(had, number);
    }

    private void deliver(ReceiverContext<String> context, SerialExecutor lane) {
      for (int i = random.nextInt(MAX_BURST) + 1;
          i > 0 && next <= world.lines().size() && !stopped;
          i--) {
        request(next);
        context.store(world.lines().get((int) next - 1), PARTITION, next);
        next++;
      }
      if (next <= world.lines().size() && !stopped) {
        Duration pause = Duration.ofMillis(random.nextInt(6));
        context.scheduler().schedule(pause, lane, () -> deliver(context, lane));
      }
    }
  }
}
