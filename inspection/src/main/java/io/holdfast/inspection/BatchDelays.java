package io.holdfast.inspection;

import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long batches took, as far as files tell: nothing records when a batch was complete, but a
 * checkpoint behind it says when it was made, so the time from the batch to that is an upper bound.
 * Only batches that one driver has made and completed count: of the others it would be the time
 * that no driver ran.
 *
 * <p>A visitor of the journal. Keeps the batches that are open, and one delay for each checkpoint.
 */
public final class BatchDelays implements LogScan.RecordVisitor {
  private final Map<Long, Long> epochs;
  private final Map<Key, Long> created = new HashMap<>();
  private final Map<BatchTime, Long> open = new HashMap<>();
  private final List<Delay> delays = new ArrayList<>();

  private record Key(long epoch, long batch) {}

  /**
   * A batch that was complete at the latest {@code millis} after its time.
   *
   * @param batch its time
   * @param records that it had
   */
  public record Delay(long batch, long records, long millis) {}

  /**
   * @param epochs the epoch of each segment of the journal, by its number
   * @param checkpoints that are intact
   */
  public BatchDelays(Map<Long, Long> epochs, Collection<ContainerHeader> checkpoints) {
    this.epochs = Map.copyOf(epochs);
    checkpoints.forEach(
        header ->
            created.put(new Key(header.epoch(), header.batchTimeMillis()), header.createdMillis()));
  }

  @Override
  public void record(long segment, Frame frame) {
    JournalEvent event = JournalCodec.decode(frame.payload(), "journal LSN " + frame.lsn());
    if (event instanceof BatchAllocated allocated) {
      open.put(allocated.time(), epochs.getOrDefault(segment, 0L));
    } else if (event instanceof BatchCompleted completed) {
      Long madeBy = open.remove(completed.time());
      long batch = completed.time().epochMillis();
      Long known = created.get(new Key(completed.epoch(), batch));
      if (madeBy != null && madeBy == completed.epoch() && known != null && known >= batch) {
        delays.add(new Delay(batch, completed.records(), known - batch));
      }
    }
  }

  /** In the order of the batches. */
  public List<Delay> delays() {
    return List.copyOf(delays);
  }
}
