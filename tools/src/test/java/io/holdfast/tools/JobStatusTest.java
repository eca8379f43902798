package io.holdfast.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.stream.BatchTime;
import io.holdfast.stream.StreamingListener.BatchInfo;
import io.holdfast.stream.StreamingListener.BlockInfo;
import io.holdfast.stream.StreamingListener.ReceiverInfo;
import io.holdfast.stream.StreamingListener.RecoverySummary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobStatusTest {
  private static final long SECOND = 1_000_000_000;

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final JobStatus status =
      new JobStatus(
          new StatusLine(new PrintStream(shown, true, StandardCharsets.UTF_8), false), SECOND);

  @Test
  void beforeTheFirstBatchItSaysSo() {
    assertEquals("records in 0 (0/s)  no batch yet  receiver starting", status.line(2 * SECOND));
  }

  @Test
  void recordsAndTheirRateCountFromLineToLine() {
    status.onReceiver(new ReceiverInfo("lines", "started", "from somewhere"));
    status.onBlockAdded(new BlockInfo("lines", 1, 1500, 99));
    status.onBlockAdded(new BlockInfo("lines", 2, 500, 33));
    status.onBatchCompleted(
        new BatchInfo(
            new BatchTime(1_000_000_000_123L),
            1500,
            Duration.ofMillis(3),
            Duration.ofMillis(12),
            7));
    assertEquals(
        "records in 2,000 (1,000/s)  batch 01:46:40.123: 1,500 records, delay 3 ms, work 12 ms"
            + "  keys 7  receiver started",
        status.line(3 * SECOND));
    assertEquals("records in 2,000 (0/s)", status.line(4 * SECOND).substring(0, 22));
  }

  @Test
  void whatARecoveryFoundIsSaidInOneLine() {
    status.onRecovery(new RecoverySummary(1, "none", 0, 0, 0));
    status.onRecovery(new RecoverySummary(2, "checkpoint-7", 1234, 2, 3));
    assertEquals(
        "recovery: nothing to recover, epoch 1\n"
            + "recovery: epoch 2, checkpoint checkpoint-7, then 1,234 journal records;"
            + " 2 batches to finish, 3 blocks not yet in a batch\n",
        shown.toString(StandardCharsets.UTF_8));
  }
}
