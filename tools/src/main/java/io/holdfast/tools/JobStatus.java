package io.holdfast.tools;

import io.holdfast.stream.StreamingListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What a running job says about itself in one line. Told by the event loop, read by any thread. */
final class JobStatus implements StreamingListener {
  private final StatusLine terminal;
  private final AtomicLong recordsIn = new AtomicLong();
  private volatile BatchInfo batch;
  private volatile String receiver = "starting";
  private long shownRecords;
  private long shownNanos;

  JobStatus(StatusLine terminal, long nowNanos) {
    this.terminal = terminal;
    shownNanos = nowNanos;
  }

  @Override
  public void onRecovery(RecoverySummary found) {
    if (found.checkpoint().equals("none") && found.journalRecords() == 0) {
      terminal.println("recovery: nothing to recover, epoch " + found.epoch());
      return;
    }
    terminal.println(
        String.format(
            Locale.ROOT,
            "recovery: epoch %d, checkpoint %s, then %,d journal records;"
                + " %,d batches to finish, %,d blocks not yet in a batch",
            found.epoch(),
            found.checkpoint(),
            found.journalRecords(),
            found.pendingBatches(),
            found.unallocatedBlocks()));
  }

  @Override
  public void onBlockAdded(BlockInfo block) {
    recordsIn.addAndGet(block.records());
  }

  @Override
  public void onBatchCompleted(BatchInfo completed) {
    batch = completed;
  }

  @Override
  public void onReceiver(ReceiverInfo info) {
    receiver = info.event(); // why it restarts is in the log
  }

  /** The line at the time {@code nowNanos}; the rate counts from the line before. */
  String line(long nowNanos) {
    long records = recordsIn.get();
    long seconds = Math.max(1, nowNanos - shownNanos);
    long rate = Math.round((records - shownRecords) * 1e9 / seconds);
    shownRecords = records;
    shownNanos = nowNanos;
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "records in %,d (%,d/s)", records, rate));
    BatchInfo last = batch;
    if (last == null) {
      line.append("  no batch yet");
    } else {
      line.append(
          String.format(
              Locale.ROOT,
              "  batch %s: %,d records, delay %s, work %s  keys %,d",
              Instant.ofEpochMilli(last.time().epochMillis()).toString().substring(11, 23),
              last.records(),
              millis(last.schedulingDelay()),
              millis(last.processingDelay()),
              last.stateKeys()));
    }
    return line.append("  receiver ").append(receiver).toString();
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%,d ms", duration.toMillis());
  }
}
