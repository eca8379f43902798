package io.holdfast.engine.journal;

import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.LogHandle;
import java.util.List;
import java.util.Map;

/** Short ways to write events. */
final class JournalSamples {
  static final long NOON = 1_700_000_000_000L;

  private JournalSamples() {}

  static ReceivedBlock block(String stream, long sequence) {
    LogHandle handle =
        new LogHandle(sequence + 2, 1, 128 + sequence * 1_000, 960, 0x0BADCAFE + (int) sequence);
    return new ReceivedBlock(
        stream, sequence, 20, new InLog("blocks", handle), Map.of("line", sequence * 20));
  }

  static BlockAdded added(String stream, long sequence) {
    return new BlockAdded(block(stream, sequence));
  }

  static BatchAllocated allocated(long time, String stream, long first, long last) {
    return new BatchAllocated(new BatchTime(time), List.of(new BlockRange(stream, first, last)));
  }

  static BatchCompleted completed(long time, String... states) {
    return new BatchCompleted(new BatchTime(time), 3, 40, List.of(states));
  }
}
