package io.holdfast.engine;

import io.holdfast.engine.recovery.RecoveryPlan;
import io.holdfast.stream.StreamingListener;
import io.holdfast.stream.StreamingListener.BatchInfo;
import io.holdfast.stream.StreamingListener.BlockInfo;
import io.holdfast.stream.StreamingListener.CheckpointInfo;
import io.holdfast.stream.StreamingListener.LossInfo;
import io.holdfast.stream.StreamingListener.QuarantineInfo;
import io.holdfast.stream.StreamingListener.ReceiverInfo;
import io.holdfast.stream.StreamingListener.RecoverySummary;
import io.holdfast.stream.StreamingListener.RetryInfo;
import io.holdfast.stream.StreamingListener.UncertainInfo;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners, and shields the driver from what they throw. */
public final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final List<StreamingListener> listeners = new CopyOnWriteArrayList<>();

  public void add(StreamingListener listener) {
    listeners.add(listener);
  }

  void recovered(RecoveryPlan plan, long epoch) {
    RecoverySummary summary =
        new RecoverySummary(
            epoch,
            plan.checkpointName(),
            plan.journalRecords(),
            plan.state().pending().size(),
            plan.state().unallocatedBlocks());
    tell(listener -> listener.onRecovery(summary));
  }

  void block(BlockInfo info) {
    tell(listener -> listener.onBlockAdded(info));
  }

  void batch(BatchInfo info) {
    tell(listener -> listener.onBatchCompleted(info));
  }

  void checkpoint(CheckpointInfo info) {
    tell(listener -> listener.onCheckpoint(info));
  }

  void retrying(RetryInfo info) {
    LOG.warn(
        "Batch {}: attempt {} follows in {} ms, because {}",
        info.time(),
        info.retry() + 1,
        info.delay().toMillis(),
        info.error());
    tell(listener -> listener.onRetry(info));
  }

  void asking(UncertainInfo info) {
    LOG.warn(
        "Batch {}: whether output '{}' has committed is not known; it is asked again in {} ms,"
            + " because {}",
        info.time(),
        info.output(),
        info.delay().toMillis(),
        info.reason());
    tell(listener -> listener.onUncertain(info));
  }

  void quarantined(QuarantineInfo info) {
    LOG.warn(
        "Batch {}: {} set aside, the first because {}",
        info.time(),
        info.ids().size() == 1 ? "1 record was" : info.ids().size() + " records were",
        info.firstError());
    tell(listener -> listener.onQuarantined(info));
  }

  void receiver(ReceiverInfo info) {
    if (info.event().equals("restarting")) {
      LOG.warn("Receiver of '{}' failed: {}", info.stream(), info.detail());
    }
    tell(listener -> listener.onReceiver(info));
  }

  void lost(LossInfo info) {
    LOG.warn(
        "Input stream '{}' has lost {} records in {} blocks: they were in memory only (protection"
            + " NONE) when the driver before died",
        info.stream(),
        info.records(),
        info.blocks());
    tell(listener -> listener.onLost(info));
  }

  /** Tells all listeners something. */
  void tell(Consumer<StreamingListener> call) {
    for (StreamingListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        LOG.error("A streaming listener failed; the engine goes on", e);
      }
    }
  }
}
