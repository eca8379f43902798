package io.holdfast.testkit.scenario;

import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.stream.StreamingListener;
import io.holdfast.testkit.traffic.World;
import java.util.concurrent.TimeUnit;

/**
 * Knows whether anything still comes in. Streams that have a sender are over when it is; of others
 * one can only see that nothing has come for a while.
 */
final class Quiet implements StreamingListener {
  private static final int INTERVALS = 30;

  private final SimulatedScheduler scheduler;
  private final long enoughNanos;
  private long lastNanos;
  private boolean others;

  Quiet(SimulatedScheduler scheduler, Settings settings) {
    this.scheduler = scheduler;
    this.enoughNanos = TimeUnit.MILLISECONDS.toNanos((long) settings.batchMillis() * INTERVALS);
    this.lastNanos = scheduler.nanoTime();
  }

  boolean isQuiet(World world) {
    return (!others && !world.senders().isEmpty())
        || scheduler.nanoTime() - lastNanos > enoughNanos;
  }

  @Override
  public void onReceiver(ReceiverInfo receiver) {
    others |= !receiver.detail().startsWith("sample") && receiver.event().equals("started");
  }

  @Override
  public void onBlockAdded(BlockInfo block) {
    lastNanos = scheduler.nanoTime();
  }
}
